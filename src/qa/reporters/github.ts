import { worstFirst, type Finding, type Severity } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { scopeLines } from '../output/scope-lines.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** GitHub shows ten annotations of a step and drops the others. */
const most = 10;

/** Workflow commands: an annotation a finding, the worst first, then the unknown. */
export function github(report: Report): string {
  const findings = report.verdicts.flatMap((verdict) => verdict.findings).toSorted(worstFirst);
  const unknown = report.verdicts
    .filter(({ status }) => status === 'unknown')
    .map(({ check, reason }) => `::warning title=${property(`${check} is unknown`)}::${data(reason ?? '')}`);
  const lines = [...findings.map(annotation), ...unknown];
  const more = lines.length > most ? [`${lines.length - most} more are in the report.`] : [];
  return [
    ...lines.slice(0, most),
    ...more,
    ...scopeLines(report).map((line) => line.replace(/\s+/g, ' ')),
    `qa ${report.command}: ${findings.length} found, ${unknown.length} unknown (exit ${report.exitCode})`,
    '',
  ].join('\n');
}

function annotation({ severity, fingerprint, message, remedy }: Finding): string {
  return `::${levels[severity]} title=${property(fingerprint)}::${data(`${message}\n${remedy.advice}`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
