import { severities } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { scopeLines } from '../../output/scope-lines.ts';
import { counted, headline } from '../../output/summary.ts';
import { shownTarget } from '../parts/target-line.ts';
import { markup, name, nothing, prose, type Markup } from './markup.ts';

/** Beyond this many letters a headline is set smaller. */
const longHeadline = 90;

/** The cause or the worst finding in one sentence, the counts, and what was looked at. */
export function verdict(report: Report): Markup {
  const { command, target, startedAt, durationMs, exitCode, diagnosis } = report;
  const named = shownTarget(target);
  const title = inOneLine(headline(report));
  const took = durationMs < 10_000 ? `${durationMs} ms` : `${Math.round(durationMs / 1000)} s`;
  const facts: readonly (readonly [string, string | null])[] = [
    ['API', target.baseUrl],
    ['Database', target.database],
    ...scopeLines(report).map((line, index) =>
      index > 0 || line.startsWith('Left out')
        ? (['Left out', line.replace(/^Left out, /, '')] as const)
        : (['Looked at', line] as const),
    ),
    ['Begun', startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['Took', `${took}; exit code ${exitCode}`],
  ];
  return markup`<header class="verdict ${tone(report)}">
<p class="made">${[`qa ${command}`, ...(named === null ? [] : [`target ${named}`])].join(' · ')}</p>
<h1${title.length > longHeadline ? markup` class="long"` : nothing}>${prose(title)}</h1>
${diagnosis?.cause == null ? nothing : markup`<p class="cause">Root cause: ${name(diagnosis.cause)}</p>`}
<ul class="counts">${counts(report)}</ul>
<dl>${facts.flatMap(([term, value]) =>
    value === null ? [] : [markup`<div><dt>${term}</dt><dd>${value}</dd></div>`],
  )}</dl>
</header>`;
}

/** And so many stand in it; the finding has all of them. */
const longest = 200;

/** What a driver says below its first line stands with the finding. */
export function inOneLine(text: string, most = longest): string {
  const [line = ''] = text.split('\n', 1);
  const letters = [...line];
  if (letters.length <= most) return line;
  const kept = letters.slice(0, most - 1).join('');
  // Behind a word, unless it is as long as the line.
  const end = kept.lastIndexOf(' ');
  return `${end > most / 2 ? kept.slice(0, end) : kept}…`;
}

const words = { unknown: 'unknown', skipped: 'skipped', clear: 'clear' } as const;

/** Findings by severity, then checks by what they say. */
function counts(report: Report): readonly Markup[] {
  const { verdicts } = report;
  const found = counted(report)
    .split(', ')
    .filter((text) => text !== '');
  return [
    ...found.map(
      (text) => markup`<li class="${severities.find((each) => text.includes(each)) ?? ''}">
<b>${text.split(' ')[0] ?? ''}</b> ${text.split(' ').slice(1).join(' ')}</li>`,
    ),
    ...(['unknown', 'skipped', 'clear'] as const).flatMap((status) => {
      const number = verdicts.filter((each) => each.status === status).length;
      return number === 0 ? [] : [markup`<li class="${status}"><b>${number}</b> ${words[status]}</li>`];
    }),
    markup`<li>of <b>${verdicts.length}</b> ${verdicts.length === 1 ? 'check' : 'checks'}</li>`,
  ];
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
