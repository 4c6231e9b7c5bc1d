import Table from 'cli-table3';
import { severities, type Finding, type Report } from '../../checks/index.ts';
import type { ReportStyle } from './index.ts';

/** For people: findings, the worst first, then what to paste, what stayed unknown, and the verdict as the last line. */
export function table(report: Report, { columns, verbose }: ReportStyle): string {
  const findings = report.verdicts.flatMap((verdict) => verdict.findings).toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const count = (status: string): number => report.verdicts.filter((verdict) => verdict.status === status).length;
  const open = report.verdicts.filter(({ reason, status }) => reason !== null && (verbose || status !== 'skipped'));
  const parts = [
    `qa ${report.command} · ${report.target.name} · ${[report.target.baseUrl, report.target.database].filter(Boolean).join(' · ')}`,
    ...(findings.length > 0 ? [tableOf(findings, columns)] : []),
    ...findings.flatMap(({ remedy }) => [...remedy.sql, ...(remedy.command === null ? [] : [remedy.command])]),
    ...open.map(({ check, status, reason }) => `${status === 'skipped' ? '-' : '?'} ${check}: ${reason}`),
    ...(verbose ? report.verdicts.filter(({ status }) => status === 'clear').map(({ check }) => `✔ ${check}`) : []),
    ...(report.cleanup.status === 'incomplete' ? ['Something of ours is left. To undo it:', ...report.cleanup.undo] : []),
  ];
  const found = severities.map((severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const);
  const counts = [...found, [count('unknown'), 'unknown'] as const, [count('skipped'), 'skipped'] as const].filter(([number]) => number > 0);
  const words = [...counts.map(([number, word]) => `${number} ${word}`), `${count('clear')} clear`].join(', ');
  return `${parts.join('\n')}\n${report.exitCode === 0 ? '✔' : '✖'} ${words} in ${report.durationMs} ms (exit ${report.exitCode})\n`;
}

function tableOf(findings: readonly Finding[], columns: number): string {
  const wide = Math.max(columns, 80) - 4;
  const widths = [Math.round(wide * 0.3), Math.round(wide * 0.7)];
  const grid = new Table({ head: ['finding', 'what and what to do'], colWidths: widths, wordWrap: true, style: { head: [], border: [] } });
  for (const { severity, code, subject, message, remedy } of findings) grid.push([`${severity}\n${code}\n${subject}`, `${message}\n→ ${remedy.advice}`]);
  return grid.toString();
}
