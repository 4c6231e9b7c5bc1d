import { catalogue } from '../../../checks/catalogue.ts';
import type { Finding } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { seenBy } from './evidence-counts.ts';
import { markup, name, nothing, prose, type Markup } from './markup.ts';
import { paste } from './paste.ts';
import { sayOnce, type SaidOnce } from './say-once.ts';
import { pastesOf } from './steps.ts';

/** Of one check more than these are folded away. */
const shown = 8;
/** And more than these are left to the JSON report: no page is read so far. */
const most = 500;

export interface Around {
  readonly id: string;
  readonly report: Report;
  /** What the page has for pasting on its top already. */
  readonly above: ReadonlySet<string>;
  /** A note beside errors or warnings, which can wait. */
  readonly isAside: boolean;
}

/** What one check found: one sentence, and whom it is true of; facts are folded away. */
export function findingCard(found: readonly Finding[], { id, report, above, isAside }: Around): Markup {
  const [first] = found;
  if (first === undefined) return nothing;
  const check = catalogue.find((entry) => entry.check.code === first.code)?.check;
  const reason = report.verdicts.find((verdict) => verdict.check === first.code)?.reason ?? null;
  const advice = [...new Set(found.map(({ remedy }) => remedy.advice))];
  const here = found.length === 1 ? pastesOf(found).filter(({ text }) => !above.has(text)) : [];
  const seen = seenBy(first.code, report);
  const badge = markup`<span class="badge">${first.severity}</span>`;
  const title = markup`${badge} ${check?.title ?? first.code} <code>${first.code}</code>`;
  const body = markup`${found.length === 1 ? single(first) : several(sayOnce(found))}
${advice.length === 1 ? markup`<p class="advice">${prose(first.remedy.advice)}</p>` : nothing}
${here.map(paste)}
${reason === null ? nothing : markup`<p class="quiet">Not everything could be judged: ${prose(reason)}</p>`}
<details class="facts-of"><summary>${found.length === 1 ? 'Facts' : 'Facts and commands of each'}</summary>
${check === undefined ? nothing : markup`<p>${prose(check.why)}</p>`}
${seen === '' ? nothing : markup`<p class="quiet">Judged by ${seen}.</p>`}
${found.slice(0, most).map((finding) => facts(finding, found.length > 1, advice.length > 1))}
</details>`;
  return markup`<article class="card ${first.severity}" id="${id}">
${
  isAside
    ? markup`<details class="more"><summary class="aside">${title}</summary>${body}</details>`
    : markup`<h3>${title}</h3>${body}`
}
</article>`;
}

function single({ subject, message }: Finding): Markup {
  return markup`<p class="about">${name(subject)}</p><p class="message">${prose(message)}</p>`;
}

/** Texts up to so many letters stand in a column of their own on the narrowest page too. */
const short = 14;

function several({ sentence, rows }: SaidOnce): Markup {
  const longest = Math.max(...rows.map(({ differs }) => differs.length));
  // A qualified name has room for itself, and a word takes none from what is said of it.
  const hasNames = rows.some(({ finding }) => finding.subject.length > 24);
  const shape = longest === 0 ? 'alone' : longest <= short ? 'short' : hasNames ? 'long of-names' : 'long';
  const folded = rows.slice(shown, most);
  const said = sentence === null ? 'What is said' : '…';
  const head = markup`<tr><th scope="col">About</th>${
    longest === 0 ? nothing : markup`<th scope="col">${said}</th>`
  }</tr>`;
  const table = (some: SaidOnce['rows']): Markup => markup`<table class="subjects ${shape}">
<thead>${head}</thead>
<tbody>${some.map((row) => subject(row, longest > 0))}</tbody></table>`;
  return markup`${sentence === null ? nothing : markup`<p class="message">${prose(sentence)}</p>`}
${table(rows.slice(0, shown))}
${
  folded.length === 0
    ? nothing
    : markup`<details class="more"><summary>${rows.length - shown} more</summary>${table(folded)}</details>`
}
${
  rows.length <= most
    ? nothing
    : markup`<p class="quiet">The other ${rows.length - most} are in the JSON report (--format json).</p>`
}`;
}

function subject({ finding, differs }: SaidOnce['rows'][number], isTwo: boolean): Markup {
  return markup`<tr><th scope="row">${name(finding.subject)}</th>${
    isTwo ? markup`<td>${prose(differs)}</td>` : nothing
  }</tr>`;
}

function facts(finding: Finding, isOneOfMany: boolean, hasOwnAdvice: boolean): Markup {
  const { subject, message, remedy } = finding;
  const entries = Object.entries(finding.facts);
  return markup`<div class="entry">
${isOneOfMany ? markup`<h4>${name(subject)}</h4><p class="message">${prose(message)}</p>` : nothing}
${hasOwnAdvice ? markup`<p class="advice">${prose(remedy.advice)}</p>` : nothing}
${isOneOfMany ? pastesOf([finding]).map(paste) : nothing}
${
  entries.length === 0
    ? nothing
    : markup`<dl class="facts">${entries.map(
        ([fact, value]) => markup`<div><dt>${fact}</dt><dd>${toText(value)}</dd></div>`,
      )}</dl>`
}
</div>`;
}

/** Longer values are written over several lines. */
const oneLine = 60;

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  const flat = JSON.stringify(value) ?? 'undefined';
  return flat.length <= oneLine ? flat : JSON.stringify(value, null, 2);
}
