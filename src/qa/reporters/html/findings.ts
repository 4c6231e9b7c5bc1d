import { catalogue } from '../../../checks/catalogue.ts';
import { worstFirst, type Finding } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { markup, nothing, type Markup } from './markup.ts';

/** Of one code more than these are folded away. */
const shown = 5;
/** And more than these are left to the JSON report: no page is read so far. */
const most = 500;

/**
 * What was found, the worst first: a card a code, within it what it is about, each with what can be pasted.
 */
export function findings({ verdicts }: Report): Markup {
  const groups = new Map<string, Finding[]>();
  const sorted = verdicts.flatMap((verdict) => verdict.findings).toSorted(worstFirst);
  for (const finding of sorted) {
    const name = `${finding.severity} ${finding.code}`;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  if (groups.size === 0) return nothing;
  const cards = [...groups.values()];
  const reasons = new Map(verdicts.map(({ check, reason }) => [check, reason]));
  return markup`<section>
<h2>What was found</h2>
${cards.length < 4 ? nothing : markup`<nav aria-label="Findings"><ul class="chips">${cards.map(([first, ...others], index) => markup`<li class="${first?.severity ?? ''}"><a href="#finding-${index}">${first?.code ?? ''}${others.length === 0 ? nothing : markup` <b>${others.length + 1}</b>`}</a></li>`)}</ul></nav>`}
${cards.map((group, index) => card(group, index, reasons))}
</section>`;
}

function card(group: readonly Finding[], index: number, reasons: ReadonlyMap<string, string | null>): Markup {
  const [first] = group;
  if (first === undefined) return nothing;
  const check = catalogue.find(({ check: { code } }) => code === first.code)?.check;
  // One advice for all stands below them, once.
  const advice = [...new Set(group.map(({ remedy }) => remedy.advice))];
  const own = advice.length > 1 || group.length === 1;
  const reason = reasons.get(first.code) ?? null;
  return markup`<article class="card ${first.severity}" id="finding-${index}">
<h3><span class="badge">${first.severity}</span> ${check?.title ?? first.code} <code class="quiet">${first.code}</code></h3>
${check === undefined ? nothing : markup`<p class="quiet">${check.why}</p>`}
${group.slice(0, shown).map((finding) => entry(finding, own))}
${group.length <= shown ? nothing : markup`<details class="more"><summary>${group.length - shown} more</summary>${group.slice(shown, most).map((finding) => entry(finding, own))}${group.length <= most ? nothing : markup`<p class="quiet">The other ${group.length - most} are in the JSON report (--format json).</p>`}</details>`}
${own ? nothing : markup`<p class="advice">${advice[0] ?? ''}</p>`}
${reason === null ? nothing : markup`<p class="quiet">Not everything could be judged: ${reason}</p>`}
</article>`;
}

function entry({ subject, message, remedy, facts }: Finding, ownAdvice: boolean): Markup {
  return markup`<div class="entry">
<h4><code>${subject}</code></h4>
<p>${message}</p>
${ownAdvice ? markup`<p class="advice">${remedy.advice}</p>` : nothing}
${remedy.sql.map((statements) => markup`<pre class="paste" data-kind="SQL">${statements}</pre>`)}
${remedy.command === null ? nothing : markup`<pre class="paste" data-kind="Shell">${remedy.command}</pre>`}
${Object.keys(facts).length === 0 ? nothing : markup`<details><summary>Facts</summary><dl class="facts">${Object.entries(facts).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${told(value)}</dd></div>`)}</dl></details>`}
</div>`;
}

function told(value: unknown): string {
  if (typeof value === 'string') return value;
  return (
    JSON.stringify(
      value,
      null,
      typeof value === 'object' && value !== null && JSON.stringify(value).length > 60 ? 2 : 0,
    ) ?? 'undefined'
  );
}
