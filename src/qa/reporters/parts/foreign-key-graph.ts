import { severities } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { escapePlain as escape } from '../html/markup.ts';
import { keyPicture, type Arrow, type KeyPicture } from './key-picture.ts';

const box = { height: 28, gap: 14, columnGap: 120, letter: 7.4, padding: 10 } as const;
const margin = 24;
/** Vertical distance between keys of the same two tables. */
const lane = 9;
/** Up to this many keys are all labelled with their columns; beyond, only those with findings. */
const fewKeys = 4;
const label = { letter: 6.7, most: 46 } as const;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Shared by every picture of boxes and lines in a report. */
export const graphStyle = `
.fk-graph { font: 12px ui-monospace, monospace; --ink: #1b1f24; --box: #f4f6f8; --line: #8a939d; --paper: #fff; --error: #c62828; --warning: #9a5b00; --info: #1565c0; }
@media screen and (prefers-color-scheme: dark) { .fk-graph { --ink: #e6e9ed; --box: #262b31; --line: #7d8791; --paper: #1a1d20; --error: #ff8a80; --warning: #ffb74d; --info: #82b1ff; } }
.fk-graph text { fill: var(--ink); } .fk-graph rect { fill: var(--box); stroke: var(--line); }
.fk-graph path { fill: none; stroke: var(--line); } .fk-graph circle { fill: var(--line); }
.fk-graph .label { font-size: 11px; text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.fk-graph .error path { stroke: var(--error); stroke-width: 2.5; } .fk-graph .error circle, .fk-graph .error .label { fill: var(--error); }
.fk-graph .warning path { stroke: var(--warning); stroke-width: 2; stroke-dasharray: 7 3; } .fk-graph .warning circle, .fk-graph .warning .label { fill: var(--warning); }
.fk-graph .info path { stroke: var(--info); stroke-dasharray: 2 3; } .fk-graph .info circle, .fk-graph .info .label { fill: var(--info); }`;

/**
 * The foreign keys as one self-contained SVG: parents left of their children, a dot at the parent's end.
 * Severity is told by colour, by the kind of line, and in words (`title`), so that none of them is needed.
 */
export function foreignKeyGraph(report: Report): string {
  const picture = keyPicture(report);
  const labelled = (arrow: Arrow): boolean => arrow.severity !== null || picture.arrows.length <= fewKeys;
  const { places, width, height } = layout(
    picture,
    Math.max(0, ...picture.arrows.filter(labelled).map((arrow) => labelOf(arrow).length)),
  );
  const summary = describe(picture);
  // What is drawn later lies above: the worst last.
  const mildFirst = picture.arrows.toSorted((a, b) => weight(b) - weight(a));
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" class="fk-graph" role="img" ' +
      `aria-label="${escape(summary)}" viewBox="0 0 ${width} ${height}" width="${width}" ` +
      `height="${height}">`,
    `<title>${escape(summary)}</title>`,
    `<style>${graphStyle}</style>`,
    ...mildFirst.map((arrow) => drawArrow(arrow, places, laneOf(arrow, picture.arrows), labelled(arrow))),
    ...[...places].map(
      ([table, { x, y, width: wide }]) =>
        `<g><rect x="${x}" y="${y}" width="${wide}" height="${box.height}" rx="4"/><text ` +
        `x="${x + box.padding}" y="${y + 18}">${escape(table)}</text></g>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

/** The picture in a sentence. */
export function describe({ tables, arrows, omitted }: KeyPicture): string {
  const bad = arrows.filter(({ severity }) => severity !== null).length;
  const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return (
    `${counted(arrows.length, 'foreign key')} between ${counted(tables.length, 'table')}, ${bad} ` +
    `with findings${omitted > 0 ? `; ${omitted} more are not drawn` : ''}.`
  );
}

function weight({ severity }: Arrow): number {
  return severity === null ? severities.length : severities.indexOf(severity);
}

function labelOf({ columns }: Arrow): string {
  const letters = [...columns];
  return letters.length <= label.most ? columns : `${letters.slice(0, label.most - 1).join('')}…`;
}

/**
 * How far off the middle this key's line runs, so that keys of the same two tables lie side by side. Pixels.
 */
function laneOf(arrow: Arrow, arrows: readonly Arrow[]): number {
  const beside = arrows.filter(({ child, parent }) => child === arrow.child && parent === arrow.parent);
  // Within the height of a box.
  const distance = Math.min(lane, (box.height - 8) / Math.max(1, beside.length - 1));
  return (beside.indexOf(arrow) - (beside.length - 1) / 2) * distance;
}

/** Parents in the columns before their children, each near its parents; a cycle is cut where it is met. */
function layout(
  { tables, arrows }: KeyPicture,
  longestLabel: number,
): { readonly places: Map<string, Place>; readonly width: number; readonly height: number } {
  const parents = new Map<string, string[]>();
  for (const { child, parent } of arrows) parents.set(child, [...(parents.get(child) ?? []), parent]);
  const ranks = new Map<string, number>();
  const rank = (table: string): number => {
    const known = ranks.get(table);
    if (known !== undefined) return known;
    ranks.set(table, 0);
    const found = (parents.get(table) ?? []).reduce(
      (highest, parent) => Math.max(highest, parent === table ? 0 : rank(parent) + 1),
      0,
    );
    ranks.set(table, found);
    return found;
  };
  const columns: string[][] = [];
  for (const table of tables) (columns[rank(table)] ??= []).push(table);

  const places = new Map<string, Place>();
  const columnGap = Math.max(box.columnGap, Math.ceil(longestLabel * label.letter) + 24);
  let x = margin;
  let height = 0;
  for (const column of columns.filter((each) => each !== undefined)) {
    const width = Math.max(
      ...column.map((table) => Math.ceil([...table].length * box.letter) + 2 * box.padding),
    );
    const wanted = (table: string): number => {
      const above = (parents.get(table) ?? []).flatMap((parent) => places.get(parent)?.y ?? []);
      return above.reduce((sum, y) => sum + y, 0) / Math.max(1, above.length);
    };
    const near = column.map((table) => [table, wanted(table)] as const).toSorted(([, a], [, b]) => a - b);
    near.forEach(([table], row) => places.set(table, { x, y: margin + row * (box.height + box.gap), width }));
    height = Math.max(height, column.length * (box.height + box.gap) - box.gap);
    x += width + columnGap;
  }
  return { places, width: Math.max(x - columnGap + 2 * margin, 2 * margin), height: height + 2 * margin };
}

function drawArrow(
  arrow: Arrow,
  places: ReadonlyMap<string, Place>,
  offset: number,
  labelled: boolean,
): string {
  const child = places.get(arrow.child);
  const parent = places.get(arrow.parent);
  if (child === undefined || parent === undefined) return '';
  const from = child.y + box.height / 2 + offset;
  const to = parent.y + box.height / 2 + offset;
  const end = parent.x + parent.width;
  // Towards itself or a later column (a cycle) the line leaves on the right, else on the left.
  const path =
    child.x > parent.x
      ? `M${child.x} ${from} C${child.x - 60} ${from} ${end + 60} ${to} ${end} ${to}`
      : `M${child.x + child.width} ${from - 6} C${child.x + child.width + 50} ${from - 6} ` +
        `${end + 50} ${to + 6} ${end} ${to + 6}`;
  const dotY = child.x > parent.x ? to : to + 6;
  const middle =
    child.x > parent.x
      ? (child.x + end) / 2
      : Math.max(child.x + child.width, end) + 12 + (labelOf(arrow).length * label.letter) / 2;
  // Of two keys side by side the upper is labelled above its line, the lower below.
  const text = labelled
    ? `<text class="label" x="${middle}" ` +
      `y="${(from + to) / 2 + (offset > 0 ? 16 : -7)}">${escape(labelOf(arrow))}</text>`
    : '';
  const found = arrow.severity === null ? '' : `; ${arrow.severity}: ${arrow.codes.join(', ')}`;
  const title = escape(`${arrow.child} (${arrow.columns}) of ${arrow.parent}, ${arrow.name}${found}`);
  return (
    `<g class="${arrow.severity ?? 'clear'}"><title>${title}</title><path d="${path}"/><circle ` +
    `cx="${end}" cy="${dotY}" r="3.5"/>${text}</g>`
  );
}
