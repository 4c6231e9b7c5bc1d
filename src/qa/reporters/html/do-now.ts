import type { Report } from '../../../checks/report.ts';
import { commandLine } from './command-line.ts';
import { markup, prose, type Markup } from './markup.ts';
import { paste } from './paste.ts';
import type { Step } from './steps.ts';

/** The card that a reader in a hurry needs, and the command line that shows whether it helped. */
export function doNow(report: Report, steps: readonly Step[]): Markup {
  return markup`<section class="card now">
<h2>What to do now</h2>
${
  steps.length === 0
    ? markup`<p>Nothing has to be done.</p>`
    : markup`<ol>${steps.map(
        ({ text, pastes }) => markup`<li><p>${prose(text)}</p>${pastes.map(paste)}</li>`,
      )}</ol>`
}
<p class="quiet">${steps.length === 0 ? 'To look again' : 'Then look again'}, with the options that were
  given besides:</p>
${paste({ kind: 'Shell', text: commandLine(report) })}
</section>`;
}
