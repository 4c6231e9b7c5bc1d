import { escapePlain as escape } from '../html/markup.ts';
import { drawing } from './key-marks.ts';
import { describeRevisions, type RevisionPicture, type Step } from './revision-picture.ts';

const box = { height: 28, gap: 26, columnGap: 28, letter: 7.4, padding: 10 } as const;
const margin = 24;

/** How bad it is that a revision is in that state, in the hand of the foreign-key graph. */
const tones: Readonly<Record<Step['state'], string>> = {
  applied: 'clear',
  pending: 'warning',
  extra: 'info',
  unknown: 'error',
  plain: 'clear',
  gap: 'gap',
};

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * The chain as one SVG: the newest on top, as `alembic history` lists it. State is told by
 * colour, by the kind of line, and in words, so that none of them is needed.
 */
export function revisionGraph(picture: RevisionPicture): string {
  const { places, width, height } = layout(picture);
  return drawing('revisions', describeRevisions(picture), width, height, [
    ...picture.links.map(({ from, to, depends }) => line(places.get(from), places.get(to), depends)),
    ...picture.steps.map(({ id, label, state }) => {
      const place = places.get(id) ?? { x: 0, y: 0, width: 0 };
      return (
        `<g class="${tones[state]}"><rect x="${place.x}" y="${place.y}" width="${place.width}" ` +
        `height="${box.height}" rx="6"/><text x="${place.x + box.padding}" y="${place.y + 18}">` +
        `${escape(label)}</text></g>`
      );
    }),
  ]);
}

/** Each below all that come after it, side by side where they are equally far from the newest. */
function layout({ steps, links }: RevisionPicture): {
  readonly places: ReadonlyMap<string, Place>;
  readonly width: number;
  readonly height: number;
} {
  const after = new Map<string, string[]>();
  for (const { from, to } of links) after.set(from, [...(after.get(from) ?? []), to]);
  const ranks = new Map<string, number>();
  // Gaps come first in the list, and so last here; every other step comes behind what comes before it.
  for (const { id } of steps.toReversed()) {
    ranks.set(id, Math.max(0, ...(after.get(id) ?? []).map((next) => (ranks.get(next) ?? 0) + 1)));
  }
  const rows: Step[][] = [];
  for (const step of steps) (rows[ranks.get(step.id) ?? 0] ??= []).push(step);
  const places = new Map<string, Place>();
  let widest = 0;
  for (const [rank, row] of rows.entries()) {
    let x = margin;
    const wanted = ({ id }: Step): number =>
      Math.min(Number.MAX_SAFE_INTEGER, ...(after.get(id) ?? []).map((next) => places.get(next)?.x ?? 0));
    for (const step of (row ?? []).toSorted((one, other) => wanted(one) - wanted(other))) {
      const width = Math.ceil([...step.label].length * box.letter) + 2 * box.padding;
      places.set(step.id, { x, y: margin + rank * (box.height + box.gap), width });
      x += width + box.columnGap;
    }
    widest = Math.max(widest, x - box.columnGap);
  }
  const height = Math.max(0, rows.length * (box.height + box.gap) - box.gap) + 2 * margin;
  return { places, width: widest + margin, height };
}

function line(from: Place | undefined, to: Place | undefined, depends: boolean): string {
  if (from === undefined || to === undefined) return '';
  const [x1, y1] = [from.x + from.width / 2, from.y];
  const [x2, y2] = [to.x + to.width / 2, to.y + box.height];
  const bend = Math.max(10, (y1 - y2) / 2);
  const path = `M${x1} ${y1} C${x1} ${y1 - bend} ${x2} ${y2 + bend} ${x2} ${y2 + 8}`;
  const head = `<polygon points="${x2},${y2} ${x2 - 4.5},${y2 + 9} ${x2 + 4.5},${y2 + 9}"/>`;
  return `<g class="${depends ? 'depends' : 'clear'}"><path d="${path}"/>${head}</g>`;
}
