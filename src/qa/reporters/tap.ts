import type { Report } from '../../checks/report.ts';
import { detailLines } from '../output/finding-details.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { outcomesOf, type Outcome } from './parts/outcomes.ts';

/**
 * TAP, version 13: one test a check. What stayed unknown is `not ok` too: it was not seen to hold; what is
 * milder than `--fail-on` is `ok`, and told.
 */
export function tap(report: Report): string {
  const { exitCode } = report;
  const outcomes = outcomesOf(report);
  const scope = scopeLines(report).map((line) => `# ${line.replace(/\s+/g, ' ')}`);
  // Everything after rejected credentials says nothing about the system.
  const bail = exitCode === 4 ? ['Bail out! The credentials are malformed, expired or rejected.'] : [];
  return ['TAP version 13', `1..${outcomes.length}`, ...scope, ...outcomes.flatMap(test), ...bail, ''].join(
    '\n',
  );
}

function test({ name, result, status, reason, findings }: Outcome, index: number): string[] {
  const isOk = result === 'passed' || result === 'skipped';
  const line = `${isOk ? 'ok' : 'not ok'} ${index + 1} - ${escape(name)}`;
  if (result === 'skipped') return [`${line} # SKIP ${escape(reason ?? '')}`];
  if (status === 'clear') return [line];
  // JSON is YAML: its strings need no further escaping.
  const details = findings.flatMap((finding) => {
    const more = detailLines(finding);
    return [
      `    - subject: ${JSON.stringify(finding.subject)}`,
      `      severity: ${finding.severity}`,
      `      message: ${JSON.stringify(finding.message)}`,
      `      advice: ${JSON.stringify(finding.remedy.advice)}`,
      ...(more.length === 0
        ? []
        : ['      details:', ...more.map((line) => `        - ${JSON.stringify(line)}`)]),
    ];
  });
  return [
    line,
    '  ---',
    `  status: ${status}`,
    ...(reason === null ? [] : [`  reason: ${JSON.stringify(reason)}`]),
    ...(details.length === 0 ? [] : ['  findings:', ...details]),
    '  ...',
  ];
}

function escape(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\#]/g, '\\$&');
}
