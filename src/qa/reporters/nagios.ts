import { worstFirst, type Finding } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { headline } from '../output/summary.ts';
import { shownTarget } from './parts/target-line.ts';

const states = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** Of the first line: a notification shows it whole, a telephone the beginning. */
const longest = 240;

/** The plugin's one line, with the cause or the worst finding, and the findings as its long text. */
export function nagios(report: Report): string {
  const found = report.verdicts.flatMap(({ findings }) => findings).toSorted(worstFirst);
  const unknown = report.verdicts.filter(({ status }) => status === 'unknown');
  const counts = `${found.length} found, ${unknown.length} unknown, ${report.verdicts.length} checks`;
  const where = [`qa ${report.command}`, shownTarget(report.target)]
    .filter((part) => part !== null)
    .join(' ');
  const long = [
    ...report.cleanup.undo.map((line) => `to undo: ${line}`),
    ...scopeLines(report),
    ...found.map(({ severity, fingerprint, message }) => `${severity} ${fingerprint}: ${message}`),
    ...unknown.map(({ check, reason }) => `unknown ${check}: ${reason}`),
  ];
  // What stands behind a bar would be read as performance data.
  const lines = [
    `QA ${states[nagiosExitCode(report)]} - ${cut(headline(report))} (${where}: ${counts})`,
    ...long,
  ].map((line) => line.replace(/\s+/g, ' ').replaceAll('|', '/'));
  return `${lines[0]} | time=${report.durationMs / 1000}s;;;0\n${lines
    .slice(1)
    .map((line) => `${line}\n`)
    .join('')}`;
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/**
 * How a plugin ends: 0 fine, 1 warning, 2 critical, 3 unknown. It alarms exactly where the run fails, and as
 * loudly as its worst finding.
 */
export function nagiosExitCode({ exitCode, verdicts }: Pick<Report, 'exitCode' | 'verdicts'>): 0 | 1 | 2 | 3 {
  const has = (severity: Finding['severity']): boolean =>
    verdicts.some(({ findings }) => findings.some((finding) => finding.severity === severity));
  if (exitCode === 0) return 0;
  if (exitCode === 4 || exitCode === 5) return 2;
  if (exitCode === 1) return has('error') ? 2 : 1;
  return 3;
}
