import type { Report } from '../../checks/report.ts';
import { outcomesOf, type Outcome } from './parts/outcomes.ts';

/**
 * The Common Test Report Format (ctrf.io): one test a check. What it has no field for stands under `extra`.
 */
export function ctrf(report: Report): string {
  const { tool, command, target, startedAt, durationMs, diagnosis, scope, cleanup, exitCode } = report;
  const outcomes = outcomesOf(report);
  const start = Date.parse(startedAt);
  const count = (status: string): number =>
    outcomes.filter(({ result }) => statuses[result] === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: `${tool.name} ${tool.version}`,
    timestamp: startedAt,
    results: {
      tool: { name: tool.name, version: tool.version },
      summary: {
        tests: outcomes.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start,
        stop: start + durationMs,
        duration: durationMs,
      },
      tests: outcomes.map((outcome) => test(command, outcome)),
      extra: { command, target, scope, diagnosis, cleanup, exitCode },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What stayed unknown neither passed nor failed. */
const statuses = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'other',
} as const satisfies Record<Outcome['result'], string>;

function test(command: string, { name, result, status, reason, findings }: Outcome): object {
  const message = [...findings.map((finding) => finding.message), ...(reason === null ? [] : [reason])].join(
    '\n',
  );
  return {
    name,
    status: statuses[result],
    // A check is judged in no time: what takes time is the looking, and that serves many checks.
    duration: 0,
    suite: [`qa ${command}`],
    rawStatus: status,
    ...(message !== '' && { message }),
    ...(findings.length > 0 && { extra: { findings } }),
  };
}
