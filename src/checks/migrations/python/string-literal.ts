import { deepestNesting } from './string-end.ts';
/** A string literal of Python, read without running anything. */
export interface StringLiteral {
  /** What it stands for; of an f-string's `{…}` only an ellipsis is left. */
  readonly value: string;
  /**
   * False for bytes, and for an f-string that puts something in: what it stands for is known only when it
   * runs.
   */
  readonly exact: boolean;
  /** Index behind its closing quotes; null where it is never closed. */
  readonly end: number | null;
}

/** Prefix and opening quotes (docs.python.org, reference, "String and Bytes literals"). */
export const stringStart = /(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?(?:"""|'''|"|')/y;

/** Reads the literal whose prefix and quotes are `opening`, and whose text begins at `start`. */
export function readString(text: string, opening: string, start: number, nesting = 0): StringLiteral {
  const prefix = opening.replace(/["']+$/, '').toLowerCase();
  const quotes = opening.slice(prefix.length);
  const isRaw = prefix.includes('r');
  const isFormatted = prefix.includes('f') || prefix.includes('t');
  const parts: string[] = [];
  let exact = !prefix.includes('b');
  let from = start;
  let at = start;
  const keep = (until: number): void => {
    const raw = text.slice(from, until);
    parts.push(isRaw ? raw : unescape(raw));
  };
  for (; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '\n' && quotes.length === 1) break;
    else if (sign === quotes[0] && text.startsWith(quotes, at)) {
      keep(at);
      return { value: parts.join(''), exact, end: at + quotes.length };
    } else if (isFormatted && (sign === '{' || sign === '}')) {
      keep(at);
      if (text[at + 1] === sign) {
        parts.push(sign);
        at += 1;
      } else {
        exact = false;
        parts.push('…');
        at = endOfReplacement(text, at, nesting + 1);
      }
      from = at + 1;
    }
  }
  return { value: '', exact: false, end: null };
}

/**
 * Index of the `}` that closes the `{` at `start`; strings inside may hold braces, and since Python 3.12 the
 * same quotes.
 */
function endOfReplacement(text: string, start: number, nesting: number): number {
  if (nesting > deepestNesting) return text.length;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '{') depth += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth <= 0) return at;
    } else if (sign === '"' || sign === "'") {
      stringStart.lastIndex = at;
      const [opening = sign] = stringStart.exec(text) ?? [];
      const { end } = readString(text, opening, at + opening.length, nesting);
      // A quote that opens nothing belongs to the format, not to the expression.
      if (end !== null) at = end - 1;
    }
  }
  return text.length;
}

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const escapes = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g;

function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(escapes, (whole, octal?: string, ...rest: (string | undefined)[]) => {
    const [hex2, hex4, hex8, letter] = rest;
    const hex = hex2 ?? hex4 ?? hex8;
    const point = octal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(octal, 8);
    if (!Number.isNaN(point)) return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    // An unknown escape stays as it is written.
    return (letter === undefined ? undefined : simple[letter]) ?? whole;
  });
}
