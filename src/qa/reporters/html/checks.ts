import { catalogue } from '../../../checks/catalogue.ts';
import type { Verdict } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { groupBy } from '../../../checks/support/group-by.ts';
import { seenBy } from './evidence-counts.ts';
import { markup, nothing, prose, type Markup } from './markup.ts';
import { excluded } from './possible.ts';

/** Of one reason more checks than these are folded away. */
const shown = 2;

/**
 * The checks that found nothing: what stayed unknown openly, with its reasons; then what is clear and by
 * which evidence, and apart from it what was not judged at all.
 */
export function checks(report: Report): Markup {
  const of = (wanted: Verdict['status']): readonly Verdict[] =>
    report.verdicts.filter(({ status }) => status === wanted);
  const [unknown, clear, skipped] = [of('unknown'), of('clear'), of('skipped')];
  const out = excluded(report);
  const isQuiet = clear.length + skipped.length === 0 && out === nothing;
  return markup`${
    unknown.length === 0
      ? nothing
      : markup`<section><h2>What stayed unknown</h2>${byReason(unknown, report)}</section>`
  }${
    isQuiet
      ? nothing
      : markup`<section>
<h2>Everything else</h2>
${clear.length === 0 ? nothing : clearRows(clear, unknown.length === 0 && !hasTrouble(report), report)}
${
  skipped.length === 0
    ? nothing
    : markup`<details class="more">
<summary>${skipped.length} ${checkOrChecks(skipped)} skipped, and why</summary>
${byReason(skipped, report)}</details>`
}
${out}
</section>`
  }`;
}

function hasTrouble({ verdicts }: Report): boolean {
  return verdicts.some(({ findings }) => findings.some(({ severity }) => severity !== 'info'));
}

/** Open where there is nothing else to read. */
function clearRows(clear: readonly Verdict[], isOpen: boolean, report: Report): Markup {
  return markup`<details class="more"${isOpen ? markup` open` : nothing}>
<summary>${clear.length} ${checkOrChecks(clear)} clear, and what each saw</summary>
${rows(clear, report)}</details>`;
}

function byReason(verdicts: readonly Verdict[], report: Report): readonly Markup[] {
  return [...groupBy(verdicts, ({ reason }) => reason ?? '')].map(([reason, same]) => {
    const list = rows(same, report);
    return markup`<div class="card ${same[0].status}"><p>${prose(reason)}</p>
${
  same.length <= shown
    ? list
    : markup`<details class="more"><summary>${same.length} checks</summary>${list}</details>`
}</div>`;
  });
}

const marks = { clear: '✓', unknown: '?', skipped: '–', found: '!' } as const;

function rows(verdicts: readonly Verdict[], report: Report): Markup {
  const lines = verdicts.map(({ check, status }) => {
    const title = catalogue.find((entry) => entry.check.code === check)?.check.title;
    const seen = status === 'clear' ? seenBy(check, report) : '';
    return markup`<li class="${status}"><span class="mark" aria-hidden="true">${marks[status]}</span>
<span class="what">${title ?? check}</span>
<span class="seen"><code>${check}</code>${seen === '' ? '' : ` ${seen}`}</span></li>`;
  });
  return markup`<ul class="rows">${lines}</ul>`;
}

function checkOrChecks({ length }: readonly unknown[]): string {
  return length === 1 ? 'check' : 'checks';
}
