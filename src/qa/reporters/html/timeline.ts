import type { Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';
import { exchangesOf } from '../parts/exchanges.ts';
import { answered } from './answered.ts';
import { markup, name, nothing, prose, type Markup } from './markup.ts';
import { paste } from './paste.ts';

/** More rows than these are folded away: the overview shows them at a glance. */
const shown = 4;
/** And more than these are left to the JSON report; the first and the last ones tell the most. */
const most = 600;
/** Height of a request in the overview. Pixels. */
const thin = 3;

const legend = {
  dns: 'name',
  tcp: 'connection',
  tls: 'TLS',
  wait: 'waiting for the answer',
  rest: 'body and rest',
  lost: 'without an answer',
} as const;
type Phase = keyof typeof legend;
const legendItems = Object.entries(legend).map(([phase, word]) => {
  const sample = markup`<rect class="${phase}" width="10" height="10" rx="2"/>`;
  return markup`<li><svg width="10" height="10" aria-hidden="true">${sample}</svg>${word}</li>`;
});

/** The requests as a waterfall; each row unfolds into the line that repeats it and what was answered. */
export function timeline(report: Report): Markup {
  const exchanges = exchangesOf(report);
  if (exchanges.length === 0) return nothing;
  const begin = Math.min(...exchanges.map(({ startedMs }) => startedMs));
  const end = Math.max(...exchanges.map(({ startedMs, phases }) => startedMs + phases.total));
  const span = Math.max(end - begin, 1);
  const drawn =
    exchanges.length <= most ? exchanges : [...exchanges.slice(0, most / 2), ...exchanges.slice(-most / 2)];
  const unanswered = exchanges.filter(({ answer }) => answer === null || answer.status >= 500).length;
  const summary =
    `${exchanges.length} in ${whole(end - begin)} ms` +
    `${unanswered === 0 ? '' : `, ${unanswered} without an answer or answered 5xx`}.`;
  const rows = drawn.map((exchange) => row(exchange, begin, span));
  const overview = drawn.flatMap((exchange, index) =>
    bars(exchange, begin, span, { y: index * thin, height: thin - 0.5 }),
  );
  const folded = markup`<svg class="overview" height="${drawn.length * thin}" role="img"
  aria-label="${summary}">${overview}</svg>
<details class="more"><summary>Each of the ${exchanges.length}</summary>${rows}</details>`;
  return markup`<section class="timeline">
<h2>Requests</h2>
<p class="quiet">${summary} Unfold one to see how to repeat it.${
    drawn.length < exchanges.length
      ? ` Shown are the first and the last ${most / 2}; the JSON report (--format json) has all.`
      : ''
  }</p>
${rows.length <= shown ? rows : folded}
<ul class="legend">${legendItems}</ul>
</section>`;
}

function bars(
  exchange: Exchange,
  begin: number,
  span: number,
  { y, height }: { readonly y: number; readonly height: number },
): readonly Markup[] {
  let at = ((exchange.startedMs - begin) / span) * 100;
  return parts(exchange).map(([phase, milliseconds]) => {
    const width = (milliseconds / span) * 100;
    const [x, wide] = [at.toFixed(2), width.toFixed(2)];
    at += width;
    return markup`<rect class="${phase}" x="${x}%" y="${y}" width="${wide}%" height="${height}"/>`;
  });
}

function row(exchange: Exchange, begin: number, span: number): Markup {
  const { step, request, answer, failure, phases, startedMs } = exchange;
  const outcome = answer?.status ?? failure?.layer ?? 'no answer';
  // A 4xx may be what was asked for: whether it is right, the findings say.
  const tone =
    answer === null || failure !== null || answer.status >= 500
      ? 'error'
      : answer.status >= 400
        ? ''
        : 'clear';
  return markup`<details class="exchange ${tone}"><summary>
<span class="outcome">${outcome}</span>
<span class="what"><b>${step}</b> ${name(`${request.method} ${request.path}`)}</span>
<span class="took">${whole(phases.total)} ms</span>
<svg class="bar" height="12" role="img" aria-label="${whole(startedMs - begin)} ms after the first,
  ${whole(phases.total)} ms long">${bars(exchange, begin, span, { y: 0, height: 12 })}</svg>
</summary><div class="inside">
${paste({ kind: 'Shell', text: exchange.curl })}
<p class="quiet">${parts(exchange)
    .map(([phase, milliseconds]) => `${legend[phase]} ${milliseconds.toFixed(1)} ms`)
    .join(' · ')}${exchange.remoteAddress === null ? '' : ` · ${exchange.remoteAddress}`}</p>
${failure === null ? nothing : failed(failure)}
${answer === null ? nothing : answered(answer)}
</div></details>`;
}

function failed({ layer, code, message }: NonNullable<Exchange['failure']>): Markup {
  return markup`<p class="failure">${layer}${code === null ? '' : ` (${code})`}: ${prose(message)}</p>`;
}

/** One after the other; what no phase accounts for comes last. Milliseconds. */
function parts({
  phases: { dns, tcp, tls, firstByte, total },
  answer,
}: Exchange): (readonly [Phase, number])[] {
  const known: (readonly [Phase, number | null])[] = [
    ['dns', dns],
    ['tcp', tcp],
    ['tls', tls],
    ['wait', firstByte],
  ];
  const happened = known.flatMap(([phase, milliseconds]) =>
    milliseconds === null ? [] : [[phase, milliseconds] as const],
  );
  const rest = total - happened.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  return rest > 0 ? [...happened, [answer === null ? 'lost' : 'rest', rest]] : happened;
}

function whole(milliseconds: number): number {
  return milliseconds < 10 ? Number(milliseconds.toFixed(1)) : Math.round(milliseconds);
}
