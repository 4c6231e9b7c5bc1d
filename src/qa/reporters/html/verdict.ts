import { severities } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { scopeLines } from '../../output/scope-lines.ts';
import { markup, nothing, type Markup } from './markup.ts';

const words = { found: 'found something', unknown: 'unknown', skipped: 'skipped', clear: 'clear' } as const;

/** The run in one line. */
export function headline(report: Report): string {
  switch (report.exitCode) {
    case 5:
      return 'Something of ours is left';
    case 130:
    case 143:
      return 'Interrupted';
    case 4:
      return 'The credentials were refused';
    case 1:
      return `Found: ${counted(report) || 'nothing that is still told'}`;
    case 3:
      return 'Undecided: not everything could be looked at';
    default:
      return counted(report) === '' ? 'All clear' : `Passed, with ${counted(report)}`;
  }
}

/** What was found by severity, the worst first, in words; empty when nothing was. */
function counted({ verdicts }: Report): string {
  const findings = verdicts.flatMap((each) => each.findings);
  return severities
    .map(
      (severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const,
    )
    .filter(([number]) => number > 0)
    .map(
      ([number, severity]) =>
        `${number} ` +
        `${severity === 'info' ? (number > 1 ? 'notes' : 'note') : severity}${number > 1 && severity !== 'info' ? 's' : ''}`,
    )
    .join(', ');
}

/** The colour that the whole page opens with. */
function tone({ exitCode, verdicts }: Report): string {
  if (exitCode > 1) return exitCode === 3 || exitCode >= 130 ? 'unknown' : 'error';
  return (
    severities.find((severity) =>
      verdicts.some(({ findings }) => findings.some((finding) => finding.severity === severity)),
    ) ?? 'clear'
  );
}

/** The verdict, what was looked at, and the way to undo what is left of us. */
export function verdict(report: Report): Markup {
  const { command, target, startedAt, durationMs, exitCode, cleanup, diagnosis } = report;
  const status = (wanted: string): number => report.verdicts.filter((each) => each.status === wanted).length;
  const counts = (['found', 'unknown', 'skipped', 'clear'] as const)
    .filter((each) => status(each) > 0)
    .map((each) => markup`<li class="${each}"><b>${status(each)}</b> ${words[each]}</li>`);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Command', `qa ${command}`],
    ['Exit code', String(exitCode)],
    ['Target', target.name],
    ['API', target.baseUrl],
    ['Database', target.database],
    ...scopeLines(report).map((line, index) => [index === 0 ? 'Looked at' : 'Left out', line] as const),
    ['Begun', startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['Took', durationMs < 10_000 ? `${durationMs} ms` : `${Math.round(durationMs / 1000)} s`],
  ];
  return markup`<header class="verdict ${tone(report)}">
<h1>${headline(report)}</h1>
${diagnosis?.cause == null ? nothing : markup`<p class="cause">Root cause: <code>${diagnosis.cause}</code></p>`}
${counts.length === 0 ? nothing : markup`<ul class="counts"><li>Checks:</li>${counts}</ul>`}
<dl>${facts.flatMap(([name, value]) => (value === null ? [] : [markup`<div><dt>${name}</dt><dd>${value}</dd></div>`]))}</dl>
</header>
${cleanup.status !== 'incomplete' ? nothing : markup`<section class="card error"><h2>To undo what is left</h2><pre>${cleanup.undo.join('\n')}</pre></section>`}`;
}
