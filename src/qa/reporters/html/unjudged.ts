import type { Report } from '../../../checks/report.ts';
import { markup, nothing, type Markup } from './markup.ts';

/**
 * What stayed unknown, told openly; what was skipped and what is clear, folded. Checks that share a reason
 * share a line.
 */
export function unjudged({ verdicts }: Report): Markup {
  const unknown = byReason(verdicts.filter(({ status }) => status === 'unknown'));
  const skipped = byReason(verdicts.filter(({ status }) => status === 'skipped'));
  const clear = verdicts.filter(({ status }) => status === 'clear').map(({ check }) => check);
  if (verdicts.every(({ status }) => status === 'found')) return nothing;
  return markup`<section>
<h2>${unknown.length > 0 ? 'What stayed unknown' : 'What else was judged'}</h2>
${unknown.map(([reason, checks]) => markup`<div class="card unknown"><p>${reason}</p>${codes(checks)}</div>`)}
${skipped.length === 0 ? nothing : markup`<details class="more"><summary>${skipped.reduce((sum, [, checks]) => sum + checks.length, 0)} skipped</summary>${skipped.map(([reason, checks]) => markup`<div class="card"><p>${reason}</p>${codes(checks)}</div>`)}</details>`}
${clear.length === 0 ? nothing : markup`<details class="more"><summary>${clear.length} clear</summary><div class="card clear">${codes(clear)}</div></details>`}
</section>`;
}

function byReason(verdicts: Report['verdicts']): (readonly [string, readonly string[]])[] {
  const checks = new Map<string, string[]>();
  for (const { check, reason } of verdicts)
    checks.set(reason ?? '', [...(checks.get(reason ?? '') ?? []), check]);
  return [...checks];
}

function codes(checks: readonly string[]): Markup {
  return markup`<ul class="codes">${checks.map((check) => markup`<li><code>${check}</code></li>`)}</ul>`;
}
