import type { Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';
import { exchangesOf } from '../parts/exchanges.ts';
import { markup, nothing, type Markup } from './markup.ts';

/** More rows than these are folded away. */
const shown = 40;
/** And more than these are left to the JSON report; the first and the last ones tell the most. */
const most = 600;

const legend = {
  dns: 'name',
  tcp: 'connection',
  tls: 'TLS',
  wait: 'waiting for the answer',
  rest: 'body and rest',
  lost: 'without an answer',
} as const;
type Phase = keyof typeof legend;

/** The requests as a waterfall; each row unfolds into the line that repeats it and what was answered. */
export function timeline(report: Report): Markup {
  const exchanges = exchangesOf(report);
  if (exchanges.length === 0) return nothing;
  const begin = Math.min(...exchanges.map(({ startedMs }) => startedMs));
  const end = Math.max(...exchanges.map(({ startedMs, phases }) => startedMs + phases.total));
  const drawn =
    exchanges.length <= most ? exchanges : [...exchanges.slice(0, most / 2), ...exchanges.slice(-most / 2)];
  const rows = drawn.map((exchange) => row(exchange, begin, Math.max(end - begin, 1)));
  return markup`<section class="timeline">
<h2>Requests</h2>
<p class="quiet">${exchanges.length} in ${whole(end - begin)} ms. Unfold one to see how to repeat
  it.${drawn.length < exchanges.length ? ` Shown are the first and the last ${most / 2}; the JSON report (--format json) has all.` : ''}</p>
<ul class="legend">${Object.entries(legend).map(([phase, word]) => markup`<li><svg width="10" height="10" aria-hidden="true"><rect class="${phase}" width="10" height="10" rx="2"/></svg>${word}</li>`)}</ul>
${rows.slice(0, shown)}
${rows.length <= shown ? nothing : markup`<details class="more"><summary>${rows.length - shown} more</summary>${rows.slice(shown)}</details>`}
</section>`;
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
  let at = ((startedMs - begin) / span) * 100;
  const bars = parts(exchange).map(([phase, milliseconds]) => {
    const width = (milliseconds / span) * 100;
    const rect = markup`<rect class="${phase}" x="${at.toFixed(3)}%" width="${width.toFixed(3)}%" height="12"/>`;
    at += width;
    return rect;
  });
  return markup`<details class="exchange ${tone}"><summary>
<span class="outcome">${outcome}</span>
<span class="what"><b>${step}</b> <code>${request.method} ${request.path}</code></span>
<span class="took">${whole(phases.total)} ms</span>
<svg class="bar" height="12" role="img" aria-label="${whole(startedMs - begin)} ms after the first,
  ${whole(phases.total)} ms long">${bars}</svg>
</summary><div class="inside">
<pre class="paste" data-kind="Shell">${exchange.curl}</pre>
<p class="quiet">${parts(exchange)
    .map(([phase, milliseconds]) => `${legend[phase]} ${milliseconds.toFixed(1)} ms`)
    .join(' · ')}${exchange.remoteAddress === null ? '' : ` · ${exchange.remoteAddress}`}</p>
${failure === null ? nothing : markup`<p class="failure">${failure.layer}${failure.code === null ? '' : ` (${failure.code})`}: ${failure.message}</p>`}
${answer === null ? nothing : answered(answer)}
</div></details>`;
}

function answered({ status, headers, body, shapeIssues }: NonNullable<Exchange['answer']>): Markup {
  const head = [`${status}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join(
    '\n',
  );
  return markup`${shapeIssues.length === 0 ? nothing : markup`<p class="failure">Not as documented: ${shapeIssues.join('; ')}</p>`}
<pre>${head}${body.text === '' ? '' : `\n\n${body.text}`}</pre>
${body.truncated || body.bytes > body.text.length ? markup`<p class="quiet">${body.bytes} bytes were read${body.truncated ? ', and there were more' : ''}; this is the beginning.</p>` : nothing}`;
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
