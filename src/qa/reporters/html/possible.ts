import type { Hypothesis, Report } from '../../../checks/report.ts';
import { markup, name, nothing, prose, type Markup } from './markup.ts';

/** The causes that the evidence leaves open. */
export function possible({ diagnosis }: Report): Markup {
  const open = (diagnosis?.hypotheses ?? []).filter(
    ({ status, because }) => status === 'possible' && because.length > 0,
  );
  if (open.length === 0) return nothing;
  // One symptom may leave several causes open: each sentence is told once.
  const because = [...new Set(open.flatMap((each) => each.because))];
  return markup`<section>
<h2>What it may be</h2>
<div class="card unknown">
<ul>${because.map((line) => markup`<li>${prose(line)}</li>`)}</ul>
<ul class="causes">${open.map(cause)}</ul>
</div>
</section>`;
}

function cause({ title, cause: code, advice }: Hypothesis): Markup {
  const head = markup`<span class="badge">possible</span> <b>${prose(title || code)}</b> ${name(code)}`;
  return advice === ''
    ? markup`<li>${head}</li>`
    : markup`<li><details><summary>${head}</summary><p class="advice">${prose(advice)}</p></details></li>`;
}

/** Those that it excludes, and by what. */
export function excluded({ diagnosis }: Report): Markup {
  const out = (diagnosis?.hypotheses ?? []).filter(({ status }) => status === 'excluded');
  if (out.length === 0) return nothing;
  const rows = out.map(
    ({ title, cause: code, because }) => markup`<li class="clear">
<span class="what">${prose(title || code)}</span>
<span class="seen">${name(code)} ${prose(because.join('; '))}</span></li>`,
  );
  return markup`<details class="more">
<summary>${out.length} ${out.length === 1 ? 'cause is' : 'causes are'} excluded, and by what</summary>
<ul class="rows">${rows}</ul>
</details>`;
}
