import type { Verdict } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { detailLines } from '../output/finding-details.ts';
import { scopeLines } from '../output/scope-lines.ts';

/** TAP, version 13: one test a check. What stayed unknown is `not ok` too: it was not seen to hold. */
export function tap(report: Report): string {
  const { verdicts, exitCode } = report;
  const scope = scopeLines(report).map((line) => `# ${line.replace(/\s+/g, ' ')}`);
  // Everything after rejected credentials says nothing about the system.
  const bail = exitCode === 4 ? ['Bail out! The credentials are malformed, expired or rejected.'] : [];
  return ['TAP version 13', `1..${verdicts.length}`, ...scope, ...verdicts.flatMap(test), ...bail, ''].join(
    '\n',
  );
}

function test(verdict: Verdict, index: number): string[] {
  const { check, status, reason, findings } = verdict;
  const line =
    `${status === 'clear' || status === 'skipped' ? 'ok' : 'not ok'} ${index + 1} - ` + `${escape(check)}`;
  if (status === 'clear') return [line];
  if (status === 'skipped') return [`${line} # SKIP ${escape(reason ?? '')}`];
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
