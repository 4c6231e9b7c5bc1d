/** What is wrong with a string: where, and in words. */
export interface StringFault {
  readonly at: number;
  readonly reason: string;
}

const codes = {
  newline: 10,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  backslash: 92,
  open: 123,
  close: 125,
} as const;
/** Python itself takes no more f-strings inside of each other. */
export const deepestNesting = 150;
const prefixes = /^(?:[rbuft]|r[bft]|[bft]r)$/i;
/** What must stand behind `\x`, `\u`, `\U` and `\N`. */
const escapes: Readonly<Record<string, RegExp>> = {
  x: /[\da-fA-F]{2}/y,
  u: /[\da-fA-F]{4}/y,
  U: /(?:000\d|000[a-fA-F]|0010)[\da-fA-F]{4}/y,
  N: /\{[^{}'"\n]+\}/y,
};

/** Whether these letters may stand before a string's quotes. */
export function isStringPrefix(letters: string): boolean {
  return prefixes.test(letters);
}

/**
 * The offset behind the string whose quotes open at `start`, or what is wrong with it. Fields of f-strings
 * are read as Python 3.12 does, which takes all that older ones take.
 */
export function stringEnd(text: string, start: number, prefix: string, nesting = 0): number | StringFault {
  const letters = prefix.toLowerCase();
  const isRaw = letters.includes('r');
  const isBytes = letters.includes('b');
  const isFormatted = letters.includes('f') || letters.includes('t');
  const quote = text.charCodeAt(start);
  const isTriple = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  for (let at = start + (isTriple ? 3 : 1); at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === codes.backslash) {
      at += 1;
      if (isRaw) continue;
      const wrong = wrongEscape(text, at, isBytes);
      if (wrong !== null) return { at: at - 1, reason: wrong };
      if (isFormatted && text[at] === 'N') at = text.indexOf('}', at);
      // `\{` is a backslash, and a field behind it.
      else if (isFormatted && text.charCodeAt(at) === codes.open) at -= 1;
    } else if (code === quote) {
      if (!isTriple) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
    } else if (code === codes.newline) {
      if (!isTriple) break;
    } else if (code === codes.open && isFormatted) {
      if (text.charCodeAt(at + 1) === codes.open) at += 1;
      else {
        const end = fieldEnd(text, at + 1, nesting + 1);
        if (end === null) break;
        at = end;
      }
    } else if (code > 127 && isBytes) return { at, reason: 'bytes may only hold ASCII signs' };
  }
  return { at: start, reason: 'a string is never closed' };
}

function wrongEscape(text: string, at: number, isBytes: boolean): string | null {
  const letter = text[at] ?? '';
  const form = isBytes && letter !== 'x' ? undefined : escapes[letter];
  if (form === undefined) return null;
  form.lastIndex = at + 1;
  return form.test(text) ? null : `"\\${letter}" in a string is not followed by what it needs`;
}

/** Offset of the `}` that closes the field of an f-string; null where none does. */
function fieldEnd(text: string, start: number, nesting: number): number | null {
  if (nesting > deepestNesting) return null;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === codes.quote || code === codes.apostrophe) {
      const before = /[a-zA-Z]{0,2}$/.exec(text.slice(Math.max(start, at - 2), at))?.[0] ?? '';
      const end = stringEnd(text, at, isStringPrefix(before) ? before : '', nesting);
      if (typeof end !== 'number') return null;
      at = end - 1;
    } else if (code === codes.hash) {
      at = text.indexOf('\n', at);
      if (at === -1) return null;
    }
    // ( [ {
    else if (code === 40 || code === 91 || code === codes.open) depth += 1;
    else if (code === codes.close && depth === 0) return at;
    // ) ] }
    else if (code === 41 || code === 93 || code === codes.close) depth -= 1;
    // :
    else if (code === 58 && depth === 0) return formatEnd(text, at + 1, nesting);
  }
  return null;
}

/** The same behind a field's `:`, where quotes are signs like any other. */
function formatEnd(text: string, start: number, nesting: number): number | null {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === codes.close) return at;
    if (code !== codes.open) continue;
    const end = fieldEnd(text, at + 1, nesting + 1);
    if (end === null) return null;
    at = end;
  }
  return null;
}
