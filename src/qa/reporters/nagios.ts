import type { Finding } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { scopeLines } from '../output/scope-lines.ts';

const states = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** The plugin's one line, and the findings as its long text. */
export function nagios(report: Report): string {
  const found = report.verdicts.flatMap(({ findings }) => findings);
  const unknown = report.verdicts.filter(({ status }) => status === 'unknown');
  const counts = `${found.length} found, ${unknown.length} unknown, ${report.verdicts.length} checks`;
  const long = [
    ...scopeLines(report),
    ...found.map(({ severity, fingerprint, message }) => `${severity} ${fingerprint}: ${message}`),
    ...unknown.map(({ check, reason }) => `unknown ${check}: ${reason}`),
  ];
  // What stands behind a bar would be read as performance data.
  const lines = [
    `QA ${states[nagiosExitCode(report)]} - qa ${report.command} ${report.target.name}: ${counts}`,
    ...long,
  ].map((line) => line.replace(/\s+/g, ' ').replaceAll('|', '/'));
  return `${lines[0]} | time=${report.durationMs / 1000}s;;;0\n${lines
    .slice(1)
    .map((line) => `${line}\n`)
    .join('')}`;
}

/**
 * How a plugin ends: 0 fine, 1 warning, 2 critical, 3 unknown. The severities decide, whatever `--fail-on`
 * says.
 */
export function nagiosExitCode({ exitCode, verdicts }: Pick<Report, 'exitCode' | 'verdicts'>): 0 | 1 | 2 | 3 {
  const has = (severity: Finding['severity']): boolean =>
    verdicts.some(({ findings }) => findings.some((finding) => finding.severity === severity));
  if (exitCode === 4 || exitCode === 5 || has('error')) return 2;
  if (has('warning')) return 1;
  return exitCode === 0 ? 0 : 3;
}
