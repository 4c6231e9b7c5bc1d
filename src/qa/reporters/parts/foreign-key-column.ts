import { escapePlain as escape } from '../html/markup.ts';
import { describe } from './foreign-key-graph.ts';
import { ranksOf, rowOf, sizeOf, worstOf, type Place } from './key-geometry.ts';
import { drawing, headAt, marksOf, tableBox } from './key-marks.ts';
import type { KeyPicture } from './key-picture.ts';

const margin = 8;
const gap = 16;
/** Between two lines that run side by side. */
const lane = 12;
/** What a telephone has room for, beside some lines. */
const widest = 264;

/**
 * The same keys for a narrow page: the tables below one another, those of the worst keys on top, the keys as
 * brackets on their right.
 */
export function foreignKeyColumn(picture: KeyPicture): string {
  const ranks = ranksOf(picture);
  const worst = worstOf(picture);
  const of = (from: ReadonlyMap<string, number>, table: string): number => from.get(table) ?? 0;
  const order = picture.tables.toSorted((a, b) => of(worst, a) - of(worst, b) || of(ranks, a) - of(ranks, b));
  const sizes = order.map((table) => sizeOf(table, picture));
  const width = Math.min(widest, Math.max(0, ...sizes.map((size) => size.width)));
  const places = new Map<string, Place>();
  let y = margin;
  for (const [index, table] of order.entries()) {
    const height = sizes[index]?.height ?? 0;
    places.set(table, { x: margin, y, width, height });
    y += height + gap;
  }
  const edge = margin + width;
  const lanes: number[] = [];
  const arrows = marksOf(picture).map(({ arrow, tone, title }, index) => {
    const child = places.get(arrow.child);
    const parent = places.get(arrow.parent);
    if (child === undefined || parent === undefined) return '';
    // Two keys of one column leave it apart.
    const from = rowOf(arrow.child, arrow.childColumns, child, picture) + ((index % 3) - 1) * 4;
    const to = rowOf(arrow.parent, arrow.parentColumns, parent, picture);
    const [top, bottom] = [Math.min(from, to), Math.max(from, to)];
    const free = lanes.findIndex((end) => end < top);
    const own = free < 0 ? lanes.length : free;
    lanes[own] = bottom;
    const x = edge + 18 + own * lane;
    const path = `M${edge} ${from} H${x} V${to} H${edge + 8}`;
    return `<g class="${tone}"><title>${escape(title)}</title><path d="${path}"/>${headAt(edge, to)}</g>`;
  });
  return drawing('keys', describe(picture), edge + 18 + lanes.length * lane + margin, y - gap + margin, [
    ...order.map((table) =>
      tableBox(table, places.get(table) ?? { x: 0, y: 0, width: 0, height: 0 }, picture),
    ),
    ...arrows,
  ]);
}
