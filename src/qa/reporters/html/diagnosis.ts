import type { Report } from '../../../checks/report.ts';
import { markup, nothing, type Markup } from './markup.ts';

type Hypothesis = NonNullable<Report['diagnosis']>['hypotheses'][number];

const words = {
  healthy: 'Nothing is wrong that was looked at.',
  caused: 'The evidence names one cause.',
  inconclusive: 'The evidence does not decide; what would is said below.',
} as const;
const marks = { confirmed: 'error', possible: 'unknown', excluded: 'clear' } as const;

/** The hypotheses, the named cause first; those that are excluded folded away. */
export function diagnosis({ diagnosis: given }: Report): Markup {
  if (given === null) return nothing;
  const open = given.hypotheses.filter(({ status }) => status !== 'excluded');
  const excluded = given.hypotheses.filter(({ status }) => status === 'excluded');
  return markup`<section>
<h2>Diagnosis</h2>
<p>${words[given.status]}</p>
${open.map(hypothesis)}
${excluded.length === 0 ? nothing : markup`<details class="more"><summary>${excluded.length} excluded</summary>${excluded.map(hypothesis)}</details>`}
</section>`;
}

function hypothesis({ cause, status, because, wouldDecide }: Hypothesis): Markup {
  return markup`<article class="card ${marks[status]}">
<h3><span class="badge">${status}</span> <code>${cause}</code></h3>
${list('Because', because)}
${list('What would decide', wouldDecide)}
</article>`;
}

function list(title: string, lines: readonly string[]): Markup {
  return lines.length === 0
    ? nothing
    : markup`<h4>${title}</h4><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
}
