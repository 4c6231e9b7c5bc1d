import type { Report } from '../../../checks/report.ts';
import { latencyLines } from '../parts/latency-lines.ts';
import { markup, nothing, type Markup } from './markup.ts';

/** How long the answers took, where something was asked again and again. */
export function latency(report: Report): Markup {
  const lines = latencyLines(report);
  if (lines.length === 0) return nothing;
  return markup`<section>
<h2>Latency</h2>
<pre>${lines.join('\n')}</pre>
</section>`;
}
