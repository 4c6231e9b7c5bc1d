import type { Report } from '../../checks/index.ts';
import { keyPicture, type Arrow, type KeyPicture } from './key-picture.ts';

const box = { height: 28, gap: 14, columnGap: 120, letter: 7.4, padding: 10 } as const;
const margin = 24;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const style = `
.fk-graph { font: 12px ui-monospace, monospace; --ink: #1b1f24; --box: #f4f6f8; --line: #8a939d; --error: #c62828; --warning: #9a5b00; --info: #1565c0; }
@media (prefers-color-scheme: dark) { .fk-graph { --ink: #e6e9ed; --box: #262b31; --line: #7d8791; --error: #ff8a80; --warning: #ffb74d; --info: #82b1ff; } }
.fk-graph text { fill: var(--ink); } .fk-graph rect { fill: var(--box); stroke: var(--line); }
.fk-graph path { fill: none; stroke: var(--line); } .fk-graph circle { fill: var(--line); }
.fk-graph .error path { stroke: var(--error); stroke-width: 2.5; } .fk-graph .error circle { fill: var(--error); }
.fk-graph .warning path { stroke: var(--warning); stroke-width: 2; stroke-dasharray: 7 3; } .fk-graph .warning circle { fill: var(--warning); }
.fk-graph .info path { stroke: var(--info); stroke-dasharray: 2 3; } .fk-graph .info circle { fill: var(--info); }`;

/**
 * The foreign keys as one self-contained SVG: parents left of their children, a dot at the parent's end.
 * Severity is told by colour, by the kind of line, and in words (`title`), so that none of them is needed.
 */
export function foreignKeyGraph(report: Report): string {
  const picture = keyPicture(report);
  const { places, width, height } = layout(picture);
  const summary = describe(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="fk-graph" role="img" aria-label="${escape(summary)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escape(summary)}</title>`,
    `<style>${style}</style>`,
    ...picture.arrows.map((arrow) => drawArrow(arrow, places)),
    ...[...places].map(([table, { x, y, width: wide }]) =>
      `<g><rect x="${x}" y="${y}" width="${wide}" height="${box.height}" rx="4"/><text x="${x + box.padding}" y="${y + 18}">${escape(table)}</text></g>`),
    '</svg>',
    '',
  ].join('\n');
}

function describe({ tables, arrows, omitted }: KeyPicture): string {
  const bad = arrows.filter(({ severity }) => severity !== null).length;
  return `${arrows.length} foreign keys between ${tables.length} tables, ${bad} with findings${omitted > 0 ? `; ${omitted} more are not drawn` : ''}.`;
}

/** Parents in the columns before their children; a cycle is cut where it is met. */
function layout({ tables, arrows }: KeyPicture): { readonly places: Map<string, Place>; readonly width: number; readonly height: number } {
  const parents = new Map<string, string[]>();
  for (const { child, parent } of arrows) parents.set(child, [...(parents.get(child) ?? []), parent]);
  const ranks = new Map<string, number>();
  const rank = (table: string): number => {
    const known = ranks.get(table);
    if (known !== undefined) return known;
    ranks.set(table, 0);
    const found = (parents.get(table) ?? []).reduce((highest, parent) => Math.max(highest, parent === table ? 0 : rank(parent) + 1), 0);
    ranks.set(table, found);
    return found;
  };
  const columns: string[][] = [];
  for (const table of tables) (columns[rank(table)] ??= []).push(table);

  const places = new Map<string, Place>();
  let x = margin;
  let height = 0;
  for (const column of columns.filter((each) => each !== undefined)) {
    const width = Math.max(...column.map((table) => Math.ceil([...table].length * box.letter) + 2 * box.padding));
    column.forEach((table, row) => places.set(table, { x, y: margin + row * (box.height + box.gap), width }));
    height = Math.max(height, column.length * (box.height + box.gap));
    x += width + box.columnGap;
  }
  return { places, width: Math.max(x - box.columnGap + 2 * margin, 2 * margin), height: height + 2 * margin };
}

function drawArrow(arrow: Arrow, places: ReadonlyMap<string, Place>): string {
  const child = places.get(arrow.child);
  const parent = places.get(arrow.parent);
  if (child === undefined || parent === undefined) return '';
  const from = child.y + box.height / 2;
  const to = parent.y + box.height / 2;
  const end = parent.x + parent.width;
  // Towards itself or a later column (a cycle) the line leaves on the right, else on the left.
  const path = child.x > parent.x
    ? `M${child.x} ${from} C${child.x - 60} ${from} ${end + 60} ${to} ${end} ${to}`
    : `M${child.x + child.width} ${from - 6} C${child.x + child.width + 50} ${from - 6} ${end + 50} ${to + 6} ${end} ${to + 6}`;
  const dotY = child.x > parent.x ? to : to + 6;
  const found = arrow.severity === null ? '' : `; ${arrow.severity}: ${arrow.codes.join(', ')}`;
  const title = escape(`${arrow.child} (${arrow.columns}) of ${arrow.parent}, ${arrow.name}${found}`);
  return `<g class="${arrow.severity ?? 'clear'}"><title>${title}</title><path d="${path}"/><circle cx="${end}" cy="${dotY}" r="3.5"/></g>`;
}

/** Text and attribute values; control characters that XML cannot hold are left out. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
