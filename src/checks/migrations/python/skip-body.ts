const codes = {
  newline: 10,
  tab: 9,
  formFeed: 12,
  space: 32,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  backslash: 92,
} as const;

/**
 * The beginning of the next line of the file's own level, behind the body of a function that begins at
 * `start`. Null where the body is not as plain as it should be: then it has to be read as a whole.
 */
export function endOfBody(text: string, start: number): number | null {
  let depth = 0;
  let isLineStart = true;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isLineStart && depth === 0) {
      const isInside = code === codes.space || code === codes.tab || code === codes.formFeed;
      if (!isInside && code !== codes.newline && code !== codes.hash) return at;
    }
    isLineStart = code === codes.newline;
    if (code === codes.hash) {
      const end = text.indexOf('\n', at);
      if (end === -1) return depth === 0 ? text.length : null;
      at = end - 1;
    } else if (code === codes.quote || code === codes.apostrophe) {
      const end = endOfString(text, at);
      if (end === null) return null;
      at = end - 1;
    } else if (code === codes.backslash) at += 1;
    // ( [ {
    else if (code === 40 || code === 91 || code === 123) depth += 1;
    // ) ] }
    else if (code === 41 || code === 93 || code === 125) {
      depth -= 1;
      if (depth < 0) return null;
    }
  }
  return depth === 0 ? text.length : null;
}

/** Index behind the string whose quotes open at `start`; null where it is never closed. */
export function endOfString(text: string, start: number): number | null {
  const quote = text.charCodeAt(start);
  const isTriple = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  for (let at = start + (isTriple ? 3 : 1); at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === codes.backslash) at += 1;
    else if (code === quote) {
      if (!isTriple) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
    } else if (code === codes.newline && !isTriple) return null;
  }
  return null;
}
