import { escapePlain as escape } from '../html/markup.ts';
import type { Box, LockPicture } from './lock-picture.ts';

const row = { indent: 36, gap: 16, padding: 10, line: 17, letter: 7.3 } as const;
const margin = 24;
/** Letters of a line; a statement is read whole in the findings. */
const longest = 110;

const style = `
.lock-tree { font: 12px ui-monospace, monospace; --ink: #1b1f24; --quiet: #5c636b; --box: #f4f6f8;
  --line: #8a939d; --error: #c62828; --warning: #9a5b00; --info: #1565c0; }
@media screen and (prefers-color-scheme: dark) { .lock-tree { --ink: #e6e9ed; --quiet: #9aa2ab; --box: #262b31;
  --line: #7d8791; --error: #ff8a80; --warning: #ffb74d; --info: #82b1ff; } }
.lock-tree text { fill: var(--ink); } .lock-tree .detail { fill: var(--quiet); }
.lock-tree rect { fill: var(--box); stroke: var(--line); }
.lock-tree path { fill: none; stroke: var(--line); } .lock-tree circle { fill: var(--line); }
.lock-tree .error rect { stroke: var(--error); stroke-width: 2.5; }
.lock-tree .warning rect { stroke: var(--warning); stroke-width: 2; stroke-dasharray: 7 3; }
.lock-tree .info rect { stroke: var(--info); stroke-dasharray: 2 3; }`;

interface Placed {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The one it waits for. */
  readonly above: Placed | null;
}

/**
 * Who waits for whom as one self-contained SVG: whoever waits stands below and right of the one it waits for, a dot at
 * that one's end. Severity is told by colour, by the kind of line, and in words (`title`), so that none is needed.
 */
export function lockTree({ summary, trees }: LockPicture): string {
  const placed: Placed[] = [];
  const notes: { readonly x: number; readonly y: number; readonly text: string }[] = [];
  let y = margin;
  const place = (box: Box, depth: number, above: Placed | null): void => {
    const lines = [box.head, ...box.details].map(cut);
    const self: Placed = {
      box,
      x: margin + depth * row.indent,
      y,
      width: Math.ceil(Math.max(...lines.map((line) => [...line].length)) * row.letter) + 2 * row.padding,
      height: lines.length * row.line + row.padding,
      above,
    };
    placed.push(self);
    y += self.height + row.gap;
    for (const waiter of box.waiters) place(waiter, depth + 1, self);
    if (box.omitted === 0) return;
    notes.push({ x: self.x + row.indent, y: y + row.line, text: `and ${box.omitted} more` });
    y += row.line + row.gap;
  };
  for (const tree of trees) place(tree, 0, null);
  const width = Math.max(2 * margin, ...placed.map((one) => one.x + one.width + margin));
  const height = y + margin - row.gap;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" class="lock-tree" role="img" ' +
      `aria-label="${escape(summary)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escape(summary)}</title>`,
    `<style>${style}</style>`,
    ...placed.flatMap((one) => (one.above === null ? [] : [drawEdge(one, one.above)])),
    ...placed.map(drawBox),
    ...notes.map(({ x, y: at, text }) => `<text class="detail" x="${x}" y="${at}">${escape(text)}</text>`),
    '</svg>',
    '',
  ].join('\n');
}

function drawEdge({ x, y, height, box }: Placed, above: Placed): string {
  const from = above.x + row.indent / 2;
  const top = above.y + above.height;
  const middle = y + height / 2;
  const title = escape(box.wants === null ? 'waits' : `wants ${box.wants}`);
  return (
    `<g><title>${title}</title><path d="M${from} ${top} V${middle} H${x}"/>` +
    `<circle cx="${from}" cy="${top}" r="3.5"/></g>`
  );
}

function drawBox({ box, x, y, width, height }: Placed): string {
  const { head, details, severity } = box;
  const lines = [head, ...details].map(
    (line, index) =>
      `<text${index === 0 ? '' : ' class="detail"'} x="${x + row.padding}" y="${y + row.line * (index + 1)}">` +
      `${escape(cut(line))}</text>`,
  );
  const title = escape(`${severity === null ? '' : `${severity}: `}${head}`);
  return (
    `<g class="${severity ?? 'clear'}"><title>${title}</title>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>${lines.join('')}</g>`
  );
}

function cut(line: string): string {
  const letters = [...line];
  return letters.length <= longest ? line : `${letters.slice(0, longest - 1).join('')}…`;
}
