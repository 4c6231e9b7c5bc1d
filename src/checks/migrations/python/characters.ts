/** What a sign below 128 is the beginning of. */
export const kinds = {
  unknown: 0,
  space: 1,
  newline: 2,
  word: 3,
  digit: 4,
  quote: 5,
  open: 6,
  close: 7,
  sign: 8,
} as const;
export const kindOf = new Uint8Array(128);
for (const [kind, signs] of [
  [kinds.space, ' \t\f'],
  [kinds.newline, '\n'],
  [kinds.word, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'],
  [kinds.digit, '0123456789'],
  [kinds.quote, '"\''],
  [kinds.open, '([{'],
  [kinds.close, ')]}'],
  [kinds.sign, '+-*/%&|^@=<>!:~.,;\\#'],
] as const) {
  for (const sign of signs) kindOf[sign.charCodeAt(0)] = kind;
}

export const sign = /\*\*=?|\/\/=?|<<=?|>>=?|->|\.\.\.|[-+*/%&|^@=<>!:]=|[-+*/%&|^@=<>:~.,]/y;
const number = new RegExp(
  String.raw`0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|` +
    String.raw`(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?`,
  'y',
);
const octal = /^0[\d_]*[1-9][\d_]*$/;
/** `1if x else y` is one sign too few, and Python takes it. */
const joinedWord = /(?:and|else|for|if|in|is|not|or)/y;
export const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
export const conflict = /(?:<{7}|={7}|>{7}|\|{7})(?=[ \n]|$)/y;

/** The offset behind the number that begins there; null for one that Python does not know. */
export function numberEnd(text: string, start: number): number | null {
  number.lastIndex = start;
  const [taken = ''] = number.exec(text) ?? [];
  const end = start + taken.length;
  const code = text.charCodeAt(end);
  const kind = code < 128 ? kindOf[code] : kinds.word;
  joinedWord.lastIndex = end;
  const isJoined = end < text.length && (kind === kinds.word || kind === kinds.digit);
  return taken === '' || octal.test(taken) || (isJoined && !joinedWord.test(text)) ? null : end;
}

/**
 * That Python has no use for a character: by the character, by its code point, or by both where it is odd.
 */
export function strange(written: string): string {
  const sign = [...written].find((each) => !/[\p{XID_Continue}]/u.test(each)) ?? [...written][0] ?? '';
  const point = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const isVisible = !/[\p{C}\p{Z}]/u.test(sign);
  const named = !isVisible ? point : sign.charCodeAt(0) > 126 ? `"${sign}" (${point})` : `"${sign}"`;
  return `${named} is not a sign that Python knows`;
}

/** A string as a message quotes it. */
export function quotedIn(text: string, start: number, end: number): string {
  return end - start <= 30 ? text.slice(start, end) : `${text.slice(start, start + 20)}…`;
}

export function lineOf(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
