import { escapePlain as escape } from '../html/markup.ts';
import { drawing } from './key-marks.ts';
import type { Box, LockPicture } from './lock-picture.ts';

const row = { gap: 16, padding: 10, line: 17, letter: 7.3 } as const;
/** Letters of a line, of how many lines each text may have, and how far a waiter is set in; pixels. */
const rooms = {
  wide: { letters: 84, lines: 3, indent: 36, margin: 20 },
  narrow: { letters: 38, lines: 4, indent: 14, margin: 8 },
} as const;

interface Placed {
  readonly box: Box;
  readonly lines: readonly { readonly text: string; readonly isHead: boolean }[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The one it waits for. */
  readonly above: Placed | null;
}

/**
 * Who waits for whom: whoever waits stands below and right of the one it waits for, an arrow leads there.
 * Severity is told by colour, by the kind of line, and in words (`title`), so that none is needed.
 */
export function lockTree({ summary, trees }: LockPicture, room: keyof typeof rooms = 'wide'): string {
  const { letters, lines: most, indent, margin } = rooms[room];
  const placed: Placed[] = [];
  const notes: { readonly x: number; readonly y: number; readonly text: string }[] = [];
  let y = margin;
  const place = (box: Box, depth: number, above: Placed | null): void => {
    const lines = [box.head, ...box.details].flatMap((line, index) =>
      inLines(line, letters, most).map((text) => ({ text, isHead: index === 0 })),
    );
    const self: Placed = {
      box,
      lines,
      x: margin + depth * indent,
      y,
      width: Math.ceil(Math.max(...lines.map(({ text }) => [...text].length)) * row.letter) + 2 * row.padding,
      height: lines.length * row.line + row.padding,
      above,
    };
    placed.push(self);
    y += self.height + row.gap;
    for (const waiter of box.waiters) place(waiter, depth + 1, self);
    if (box.omitted === 0) return;
    notes.push({ x: self.x + indent, y: y + row.line, text: `and ${box.omitted} more` });
    y += row.line + row.gap;
  };
  for (const tree of trees) place(tree, 0, null);
  const width = Math.max(2 * margin, ...placed.map((one) => one.x + one.width + margin));
  return drawing('lock-tree', summary, width, y + margin - row.gap, [
    ...placed.flatMap((one) => (one.above === null ? [] : [drawEdge(one, one.above, indent)])),
    ...placed.map(drawBox),
    ...notes.map(({ x, y: at, text }) => `<text class="type-left" x="${x}" y="${at}">${escape(text)}</text>`),
  ]);
}

function drawEdge({ x, y, height, box }: Placed, above: Placed, indent: number): string {
  const from = above.x + indent / 2;
  const top = above.y + above.height;
  const title = escape(box.wants === null ? 'waits' : `wants ${box.wants}`);
  return (
    `<g class="${box.severity ?? 'clear'}"><title>${title}</title>` +
    `<path d="M${from} ${top + 8} V${y + height / 2} H${x}"/>` +
    `<polygon points="${from},${top} ${from - 4.5},${top + 9} ${from + 4.5},${top + 9}"/></g>`
  );
}

function drawBox({ box, lines, x, y, width, height }: Placed): string {
  const { head, severity } = box;
  const texts = lines.map(
    ({ text, isHead }, index) =>
      `<text class="${isHead ? 'name' : 'type-left'}" x="${x + row.padding}" ` +
      `y="${y + row.line * (index + 1)}">${escape(text)}</text>`,
  );
  const title = escape(`${severity === null ? '' : `${severity}: `}${head}`);
  return (
    `<g class="${severity ?? 'clear'}"><title>${title}</title>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${texts.join('')}</g>`
  );
}

/** At most so many lines of so many letters, broken between words where that can be; the rest is cut off. */
function inLines(text: string, letters: number, most: number): string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > letters && lines.length < most - 1) {
    const space = rest.slice(0, letters + 1).lastIndexOf(' ');
    const end = space > letters / 2 ? space : letters;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  lines.push(rest.length > letters ? `${rest.slice(0, letters - 1).join('')}…` : rest.join(''));
  return lines;
}
