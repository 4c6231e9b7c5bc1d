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
 * `undefined` is left out as there.
 */
function* parts(value: unknown, depth: number): Generator<string> {
  if (typeof value !== 'object' || value === null || depth === deepest) return yield JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = isList
    ? value.map((item) => ['', item] as const)
    : Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return yield isList ? '[]' : '{}';
  const margin = '  '.repeat(depth);
  yield isList ? '[' : '{';
  let separator = '\n';
  for (const [key, item] of entries) {
    yield `${separator}${margin}  ${isList ? '' : `${JSON.stringify(key)}: `}`;
    if (typeof item === 'object' && item !== null && depth + 1 < deepest) yield* parts(item, depth + 1);
    else yield JSON.stringify(item) ?? 'null';
    separator = ',\n';
  }
  yield `\n${margin}${isList ? ']' : '}'}`;
}
