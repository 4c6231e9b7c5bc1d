import { keys } from '../../../checks/foreign-keys/index.ts';
import type { Report } from '../../../checks/report.ts';
import { describe, foreignKeyGraph } from '../parts/foreign-key-graph.ts';
import { foreignKeyColumn } from '../parts/foreign-key-column.ts';
import { keyPicture } from '../parts/key-picture.ts';
import { markup, nothing, prose, type Markup } from './markup.ts';
import { picture } from './picture.ts';

/** What one can still read of a schema. */
const limits = { tables: 16, keys: 24 } as const;
/** Keys that are told in words below the drawing. */
const mostTold = 6;

export interface KeySection {
  readonly section: Markup;
  /** Whether it explains what was found; else it only shows what was looked at. */
  readonly isTroubled: boolean;
}

/** The inspected keys with their columns, those that are and those that should be. */
export function foreignKeys(report: Report): KeySection {
  const seen = keys.shape.safeParse(report.evidence[keys.name]);
  if (!seen.success) return { section: nothing, isTroubled: false };
  const drawn = keyPicture(report, limits);
  if (drawn.arrows.length + drawn.expected.length + drawn.omitted === 0)
    return { section: nothing, isTroubled: false };
  const flagged = drawn.arrows.filter(({ severity }) => severity !== null);
  const lines = [
    ...flagged.map(
      ({ child, columns, parent, severity, codes }) =>
        markup`<li class="${severity ?? ''}">${prose(`${child}: ${columns} of ${parent}`)}
<span class="quiet">${codes.join(', ')}</span></li>`,
    ),
    ...drawn.expected.map(
      ({ child, columns, parent }) =>
        markup`<li class="expected">${prose(`${child}: ${columns} of ${parent}`)}
<span class="quiet">expected</span></li>`,
    ),
  ];
  const told = markup`<ul class="legend lines told">${lines}</ul>`;
  const section = markup`<section>
<h2>Foreign keys</h2>
<p class="quiet">${describe(drawn)}${
    drawn.tables.length === 0 ? '' : ' Each arrow leads from a table to the one that it references.'
  }</p>
${
  drawn.tables.length === 0
    ? nothing
    : picture('Foreign keys', foreignKeyGraph(drawn), foreignKeyColumn(drawn))
}
${lines.length === 0 ? nothing : lines.length <= mostTold ? told : legend}
</section>`;
  return { section, isTroubled: lines.length > 0 };
}

const legend = markup`<ul class="legend lines"><li class="error">error</li><li class="warning">warning</li><li
  class="info">info</li><li class="expected">expected</li><li>nothing found</li></ul>`;
