import { escapePlain as escape } from '../html/markup.ts';
import { box, ranksOf, rowOf, sizeOf, worstOf, type Place } from './key-geometry.ts';
import { cut, drawing, headAt, marksOf, tableBox, type Mark } from './key-marks.ts';
import type { KeyPicture } from './key-picture.ts';

const margin = 20;
const gap = { row: 18, column: 110 } as const;
/** Vertical distance between keys of the same columns. */
const lane = 7;
const label = { letter: 6.8, most: 32, marks: 12 } as const;

/**
 * The foreign keys from left to right: parents left of their children, each key from its column to the one
 * that it references. Severity is told by colour, by the kind of line, and in words (`title`): no one of them
 * is needed.
 */
export function foreignKeyGraph(picture: KeyPicture): string {
  const marks = marksOf(picture);
  const { places, width, height } = layout(picture, marks);
  return drawing('keys', describe(picture), width, height, [
    // Boxes lie above: a line that passes a table must not strike its names through.
    ...marks.map((mark) => drawArrow(mark, marks, places, picture)),
    ...[...places].map(([table, place]) => tableBox(table, place, picture)),
  ]);
}

/** The picture in a sentence. */
export function describe({ tables, arrows, expected, omitted }: KeyPicture): string {
  const bad = arrows.filter(({ severity }) => severity !== null).length;
  const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  const absent = expected.length === 0 ? '' : `; ${expected.length} expected and not there`;
  return (
    `${counted(arrows.length, 'foreign key')} between ${counted(tables.length, 'table')}, ${bad} ` +
    `with findings${absent}${omitted > 0 ? `; ${omitted} more are not drawn` : ''}.`
  );
}

/** Parents in the columns before their children; in a column the worst on top, then each near its parents. */
function layout(
  picture: KeyPicture,
  marks: readonly Mark[],
): { readonly places: ReadonlyMap<string, Place>; readonly width: number; readonly height: number } {
  const ranks = ranksOf(picture);
  const worst = worstOf(picture);
  const columns: string[][] = [];
  for (const table of picture.tables) (columns[ranks.get(table) ?? 0] ??= []).push(table);
  const drawn = columns.filter((column) => column !== undefined);
  const sizes = new Map(picture.tables.map((table) => [table, sizeOf(table, picture)]));
  const high = (column: readonly string[]): number =>
    column.reduce((sum, table) => sum + (sizes.get(table)?.height ?? 0) + gap.row, -gap.row);
  const height = Math.max(0, ...drawn.map(high));
  const longest = Math.max(0, ...marks.map((mark) => cut(mark.label, label.most).length));
  const between = Math.max(gap.column, Math.ceil(longest * label.letter) + 44);
  const places = new Map<string, Place>();
  let x = margin;
  for (const column of drawn) {
    const width = Math.max(...column.map((table) => sizes.get(table)?.width ?? 0));
    const wanted = (table: string): number => {
      const above = marks.flatMap(({ arrow }) =>
        arrow.child === table ? (places.get(arrow.parent)?.y ?? []) : [],
      );
      return above.reduce((sum, y) => sum + y, 0) / Math.max(1, above.length);
    };
    const near = column
      .map((table) => [table, worst.get(table) ?? 0, wanted(table)] as const)
      .toSorted(([, a, at], [, b, other]) => a - b || at - other);
    let y = margin + (height - high(column)) / 2;
    for (const [table] of near) {
      const own = sizes.get(table)?.height ?? 0;
      places.set(table, { x, y, width, height: own });
      y += own + gap.row;
    }
    x += width + between;
  }
  // Room for what leaves the last column on its right: a key to its own table, or a cycle.
  const turns = marks.some(({ arrow }) => (ranks.get(arrow.child) ?? 0) <= (ranks.get(arrow.parent) ?? 0));
  return {
    places,
    width: Math.max(x - between, margin) + (turns ? between : margin),
    height: height + 2 * margin,
  };
}

function drawArrow(
  mark: Mark,
  marks: readonly Mark[],
  places: ReadonlyMap<string, Place>,
  picture: KeyPicture,
): string {
  const { arrow, tone, title } = mark;
  const child = places.get(arrow.child);
  const parent = places.get(arrow.parent);
  if (child === undefined || parent === undefined) return '';
  const offset = laneOf(mark, marks);
  const from = rowOf(arrow.child, arrow.childColumns, child, picture) + offset;
  const sameEnd = marks.filter(
    ({ arrow: other }) =>
      other.parent === arrow.parent && other.parentColumns.join() === arrow.parentColumns.join(),
  ).length;
  const to = rowOf(arrow.parent, arrow.parentColumns, parent, picture) + (sameEnd > 1 ? offset : 0);
  const end = parent.x + parent.width;
  const isForward = child.x > parent.x;
  const start = isForward ? child.x : child.x + child.width;
  const bend = isForward ? (start - end) / 2 : 56;
  const path = isForward
    ? `M${start} ${from} C${start - bend} ${from} ${end + bend} ${to} ${end + 8} ${to}`
    : `M${start} ${from} C${start + bend} ${from} ${end + bend} ${to} ${end + 8} ${to}`;
  const x = isForward ? (start + end) / 2 : Math.max(start, end) + 48;
  const text = marks.length > label.marks ? '' : cut(mark.label, label.most);
  const y = (from + to) / 2 + (tone === 'expected' ? 15 : -7);
  const said = text === '' ? '' : `<text class="label" x="${x}" y="${y}">${escape(text)}</text>`;
  return (
    `<g class="${tone}"><title>${escape(title)}</title><path d="${path}"/>` + `${headAt(end, to)}${said}</g>`
  );
}

/** How far off the middle of its row a line begins: keys of the same columns lie side by side. */
function laneOf(mark: Mark, marks: readonly Mark[]): number {
  const beside = marks.filter(
    ({ arrow }) =>
      arrow.child === mark.arrow.child && arrow.childColumns.join() === mark.arrow.childColumns.join(),
  );
  const distance = Math.min(lane, (box.row - 4) / Math.max(1, beside.length - 1));
  return (beside.indexOf(mark) - (beside.length - 1) / 2) * distance;
}
