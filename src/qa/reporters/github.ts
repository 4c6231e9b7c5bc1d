import { curesOf } from '../output/cures.ts';
import { severities, worstFirst, type Severity } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { groupBy } from '../../checks/support/group-by.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { told, type Told } from '../output/summary.ts';
import { sentencesOf } from './parts/finding-text.ts';
import { unjudged } from './parts/unjudged-text.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** GitHub shows ten annotations of a step and drops the others. */
const most = 10;

/**
 * Workflow commands: what is left to undo; the cause with what it explains; further findings, the worst
 * first; then the unknown.
 */
export function github(report: Report): string {
  const findings = report.verdicts.flatMap((verdict) => verdict.findings);
  const open = unjudged(report).filter(({ status }) => status === 'unknown');
  const unknown = report.verdicts.filter(({ status }) => status === 'unknown').length;
  const lines = [
    ...leftBehind(report),
    ...told(report).flatMap((group) => annotations(group, report)),
    ...open.map(({ checks, reason }) => {
      const [first, ...others] = checks;
      const title = `${first} ${others.length === 0 ? 'is' : `and ${others.length} more are`} unknown`;
      return `::warning title=${property(title)}::${data(reason)}`;
    }),
  ];
  const more = lines.length > most ? [`${lines.length - most} more are in the report.`] : [];
  return [
    ...lines.slice(0, most),
    ...more,
    ...scopeLines(report).map((line) => line.replace(/\s+/g, ' ')),
    `qa ${report.command}: ${findings.length} found, ${unknown} unknown (exit ${report.exitCode})`,
    '',
  ].join('\n');
}

function leftBehind({ cleanup }: Report): string[] {
  if (cleanup.status !== 'incomplete') return [];
  return [`::error title=Something of ours is left::${data(['To undo it:', ...cleanup.undo].join('\n'))}`];
}

/** One for a cause, whatever it explains; else one for each sentence. */
function annotations({ cause, findings }: Told, report: Report): string[] {
  if (cause === null) {
    const groups = groupBy(findings.toSorted(worstFirst), ({ severity, code, message, subject, remedy }) =>
      JSON.stringify([severity, code, message.replaceAll(subject, '\0'), remedy.advice]),
    );
    return [...groups.values()].map((group) => {
      const [{ severity, fingerprint, remedy }] = group;
      const [sentence = ''] = group.length === 1 ? [group[0].message] : sentencesOf(group);
      return `::${levels[severity]} title=${property(fingerprint)}::${data(`${sentence}\n${remedy.advice}`)}`;
    });
  }
  const worst = severities.find((severity) => findings.some((each) => each.severity === severity)) ?? 'error';
  const codes = [...new Set(findings.map(({ code }) => code))];
  const text = [
    cause.title,
    ...cause.because,
    ...(codes.length === 0 ? [] : [`It explains ${codes.join(', ')}.`]),
    ...[...cause.doNow, ...curesOf(cause, report), cause.advice].filter((line) => line !== ''),
  ];
  return [`::${levels[worst]} title=${property(cause.cause)}::${data(text.join('\n'))}`];
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
