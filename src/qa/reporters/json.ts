import type { Report } from '../../checks/report.ts';

/** Pieces go out at about this length: one string of a whole report could take hundreds of megabytes. */
const pieceLength = 65_536;
/** Down to here everything has a line of its own; a finding, or an item of evidence, is one line. */
const deepest = 4;

/** The report itself, schema 1. */
export function* json(report: Report): Generator<string> {
  let piece = '';
  for (const part of parts(report, 0)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n`;
}

/**
 * What `JSON.stringify` with an indent of two would give, but for what lies deeper. Only plain data;
 * `undefined` is left out as there. A line is one part, since each part passes through every generator above.
 */
function* parts(value: unknown, depth: number): Generator<string> {
  if (!isNested(value) || depth === deepest) return yield JSON.stringify(value);
  const isList = Array.isArray(value);
  const items: readonly unknown[] = isList ? value : Object.values(value);
  const names = isList ? null : Object.keys(value).map((name) => `${JSON.stringify(name)}: `);
  const margin = '  '.repeat(depth);
  const [open, close] = isList ? '[]' : '{}';
  let before = `${open}\n${margin}  `;
  let isEmpty = true;
  for (const [place, item] of items.entries()) {
    if (item === undefined && !isList) continue;
    const start = names === null ? before : `${before}${names[place]}`;
    if (isNested(item) && depth + 1 < deepest) {
      yield start;
      yield* parts(item, depth + 1);
    } else yield `${start}${JSON.stringify(item) ?? 'null'}`;
    before = `,\n${margin}  `;
    isEmpty = false;
  }
  yield isEmpty ? `${open}${close}` : `\n${margin}${close}`;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
