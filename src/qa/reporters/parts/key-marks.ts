import { severities } from '../../../checks/finding.ts';
import { escapePlain as escape } from '../html/markup.ts';
import { box, type Place } from './key-geometry.ts';
import type { Arrow, ExpectedArrow, KeyPicture } from './key-picture.ts';

/** An arrow with what it says of itself: in colour, by the kind of its line, and in words. */
export interface Mark {
  readonly arrow: Arrow | ExpectedArrow;
  readonly tone: string;
  /** Beside the line; empty where nothing is found. */
  readonly label: string;
  readonly title: string;
}

/** All arrows, the mildest first: what is drawn later lies above. */
export function marksOf({ arrows, expected }: KeyPicture): readonly Mark[] {
  const weight = ({ severity }: Arrow): number =>
    severity === null ? severities.length : severities.indexOf(severity);
  return [
    ...arrows
      .toSorted((a, b) => weight(b) - weight(a))
      .map((arrow): Mark => {
        const found = arrow.severity === null ? '' : `; ${arrow.severity}: ${arrow.codes.join(', ')}`;
        return {
          arrow,
          tone: arrow.severity ?? 'clear',
          label: arrow.codes[0] ?? '',
          title: `${arrow.child} (${arrow.columns}) of ${arrow.parent}, ${arrow.name}${found}`,
        };
      }),
    ...expected.map((arrow): Mark => {
      const title = `${arrow.child} (${arrow.columns}) of ${arrow.parent}; expected, and not there`;
      return { arrow, tone: 'expected', label: 'expected', title };
    }),
  ];
}

/** A table as a box: its name, and the columns that keys are about. `most` letters fit into it. */
export function tableBox(table: string, { x, y, width, height }: Place, picture: KeyPicture): string {
  const most = Math.floor((width - 2 * box.padding) / box.letter);
  const rows = (picture.columns.get(table) ?? []).map(({ name, type }, index) => {
    const at = y + box.head + index * box.row + 15;
    const room = most - [...type].length - 1;
    return (
      `<text x="${x + box.padding}" y="${at}">${escape(cut(name, room))}</text>` +
      `<text class="type" x="${x + width - box.padding}" y="${at}">${escape(type)}</text>`
    );
  });
  const absent = picture.absent.has(table);
  return (
    `<g class="table${absent ? ' absent' : ''}">` +
    `<title>${escape(table)}${absent ? ', not there' : ''}</title>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>` +
    `<path class="rule" d="M${x} ${y + box.head - 4}h${width}"/>` +
    `<text class="name" x="${x + box.padding}" y="${y + 16}">${escape(cut(table, most))}</text>` +
    `${rows.join('')}</g>`
  );
}

/** The head of an arrow that comes from the right. */
export function headAt(x: number, y: number): string {
  return `<polygon points="${x},${y} ${x + 9},${y - 4.5} ${x + 9},${y + 4.5}"/>`;
}

export function cut(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, Math.max(0, most - 1)).join('')}…`;
}

/** A drawing that needs nothing around it but the page's colours. */
export function drawing(
  kind: string,
  summary: string,
  width: number,
  height: number,
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="drawing ${kind}" role="img" ` +
      `aria-label="${escape(summary)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
