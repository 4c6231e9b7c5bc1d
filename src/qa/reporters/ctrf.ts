import type { Verdict } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';

/**
 * The Common Test Report Format (ctrf.io): one test a check. What it has no field for stands under `extra`.
 */
export function ctrf({
  tool,
  command,
  target,
  startedAt,
  durationMs,
  verdicts,
  diagnosis,
  scope,
  cleanup,
  exitCode,
}: Report): string {
  const start = Date.parse(startedAt);
  const count = (status: string): number =>
    verdicts.filter((verdict) => statuses[verdict.status] === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: `${tool.name} ${tool.version}`,
    timestamp: startedAt,
    results: {
      tool: { name: tool.name, version: tool.version },
      summary: {
        tests: verdicts.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start,
        stop: start + durationMs,
        duration: durationMs,
      },
      tests: verdicts.map((verdict) => test(command, verdict)),
      extra: { command, target, scope, diagnosis, cleanup, exitCode },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What stayed unknown neither passed nor failed. */
const statuses = {
  clear: 'passed',
  found: 'failed',
  skipped: 'skipped',
  unknown: 'other',
} as const satisfies Record<Verdict['status'], string>;

function test(command: string, { check, status, reason, findings }: Verdict): object {
  const message = [...findings.map((finding) => finding.message), ...(reason === null ? [] : [reason])].join(
    '\n',
  );
  return {
    name: check,
    status: statuses[status],
    // A check is judged in no time: what takes time is the looking, and that serves many checks.
    duration: 0,
    suite: [`qa ${command}`],
    rawStatus: status,
    ...(message !== '' && { message }),
    ...(findings.length > 0 && { extra: { findings } }),
  };
}
