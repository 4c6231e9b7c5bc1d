import type { Finding } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { groupBy } from '../../../checks/support/group-by.ts';
import { told, type Told } from '../../output/summary.ts';
import { findingCard } from './finding-card.ts';
import { markup, name, nothing, prose, type Markup } from './markup.ts';
import type { Step } from './steps.ts';

/** From so many cards on a line leads to each. */
const manyCards = 6;

/** What was found under the causes that explain it, then the rest; a card a check, the worst first. */
export function findings(report: Report, steps: readonly Step[]): Markup {
  const groups = told(report);
  const above = new Set(steps.flatMap(({ pastes }) => pastes.map(({ text }) => text)));
  // What a finding says is told with it, and not before.
  const messages = new Set(groups.flatMap((group) => group.findings.map(({ message }) => message)));
  let number = 0;
  const sections = groups.map((group, index) => {
    const cards = cardsOf(group).map((found) => ({ found, id: `finding-${(number += 1)}` }));
    return { group, cards, index };
  });
  const worse = report.verdicts.some(({ findings: found }) =>
    found.some(({ severity }) => severity !== 'info'),
  );
  const all = sections.flatMap(({ cards }) => cards);
  const links = all.map(
    ({ found: [first], id }) =>
      markup`<li class="${first?.severity ?? ''}"><a href="#${id}">${first?.code ?? ''}</a></li>`,
  );
  return markup`${
    all.length < manyCards
      ? nothing
      : markup`<nav aria-label="Findings"><ul class="chips">${links}</ul></nav>`
  }${sections.map(
    ({ group, cards, index }) => markup`<section>
${heading(group, index, messages)}
${cards.map(({ found, id }) => {
  const isAside = worse && found[0]?.severity === 'info';
  return findingCard(found, { id, report, above, isAside });
})}
</section>`,
  )}`;
}

function cardsOf({ findings: found }: Told): Finding[][] {
  return [...groupBy(found, ({ severity, code }) => `${severity} ${code}`).values()].map((each) => [...each]);
}

/** The first cause is the page's own title: here is why. */
function heading({ cause, findings: found }: Told, index: number, messages: ReadonlySet<string>): Markup {
  if (cause === null) return markup`<h2>${index === 0 ? 'What was found' : 'Also found'}</h2>`;
  const because = cause.because.filter((line) => !messages.has(line));
  const also = markup`And: ${prose(cause.title || cause.cause)} ${name(cause.cause)}`;
  // Where it has findings of its own, they stand below.
  const above = found.length > 0 ? nothing : markup`<p class="quiet">The findings above show it.</p>`;
  const list = markup`<ul>${because.map((line) => markup`<li>${prose(line)}</li>`)}</ul>`;
  return markup`<h2>${index === 0 ? 'Why' : also}</h2>
${because.length === 0 ? above : list}`;
}
