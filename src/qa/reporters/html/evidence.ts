import type { Report } from '../../../checks/report.ts';
import { markup, nothing, type Markup } from './markup.ts';

/** Letters of JSON of one probe's evidence that a page can still be read with. */
const most = 200_000;

/** What every probe saw, folded. */
export function evidence({ evidence: seen }: Report): Markup {
  const probes = Object.entries(seen);
  if (probes.length === 0) return nothing;
  return markup`<section class="raw">
<h2>Evidence</h2>
<details>
<summary>What the probes saw (${probes.length})</summary>
${probes.map(([name, value]) => probe(name, JSON.stringify(value, null, 2) ?? ''))}
</details>
</section>`;
}

function probe(name: string, text: string): Markup {
  const size =
    text.length < 1000 ? `${text.length} letters` : `${Math.round(text.length / 1000)} thousand letters`;
  return markup`<details class="evidence">
<summary><code>${name}</code> <span class="quiet">${size}</span></summary>
<pre>${text.slice(0, most)}</pre>
${
  text.length > most ? markup`<p class="quiet">The rest is in the JSON report (--format json).</p>` : nothing
}</details>`;
}
