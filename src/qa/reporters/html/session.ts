import type { Report } from '../../../checks/report.ts';
import { sessionLines } from '../parts/session-lines.ts';
import { markup, nothing, type Markup } from './markup.ts';

/** What the connection is, and what is in force through it. */
export function session(report: Report): Markup {
  const lines = sessionLines(report);
  if (lines.length === 0) return nothing;
  return markup`<section>
<h2>Connection</h2>
<pre>${lines.join('\n')}</pre>
</section>`;
}
