/** A piece of a statement as text; nothing is known of its meaning. */
export interface Token {
  readonly kind: 'word' | 'name' | 'literal' | 'sign' | 'comment' | 'space';
  readonly text: string;
}

/**
 * Words, quoted names, literals, comments and signs, in order; joined they are the text again. A literal,
 * name or comment that is cut off reaches to the end. Comments nest; a dollar quote ends at its own tag.
 */
const pieces = [
  /(?<space>\s+)/,
  /(?<comment>--[^\n]*)/,
  /(?<open>\/\*)/,
  /(?<dollar>\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)/,
  /(?<escaped>\be'(?:[^'\\]|''|\\[^])*(?:'|$))/,
  /(?<literal>'(?:[^']|'')*(?:'|$))/,
  /(?<name>"(?:[^"]|"")*(?:"|$))/,
  /(?<word>[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)/,
  /(?<sign>[^])/,
];
const pattern = new RegExp(pieces.map(({ source }) => source).join('|'), 'iy');

export function tokensOf(text: string): Token[] {
  return [...tokensFrom(text, 0)];
}

/** The same one by one, from there on. */
export function* tokensFrom(text: string, from: number): Generator<Token> {
  const scan = new RegExp(pattern);
  scan.lastIndex = from;
  for (let match = scan.exec(text); match !== null && match[0] !== ''; match = scan.exec(text)) {
    const { groups = {}, index } = match;
    const take = (kind: Token['kind'], end = scan.lastIndex): Token => {
      scan.lastIndex = end;
      return { kind, text: text.slice(index, end) };
    };
    if (groups['space'] !== undefined) yield take('space');
    else if (groups['comment'] !== undefined) yield take('comment');
    else if (groups['open'] !== undefined) yield take('comment', endOfComment(text, index));
    else if (groups['dollar'] !== undefined) yield take('literal', endOfDollarQuote(text, index, match[0]));
    else if (groups['escaped'] !== undefined || groups['literal'] !== undefined) yield take('literal');
    else if (groups['name'] !== undefined) yield take('name');
    else yield take(groups['word'] === undefined ? 'sign' : 'word');
  }
}

/** What a literal says, without its quotes. */
export function literalText(literal: string): string {
  const tag = /^\$[^$]*\$/.exec(literal)?.[0];
  if (tag !== undefined) return literal.slice(tag.length, -tag.length);
  const text = literal.replace(/^e?'|'$/gi, '').replaceAll("''", "'");
  return /^e/i.test(literal) ? text.replace(/\\(.)/gs, '$1') : text;
}

function endOfComment(text: string, from: number): number {
  let depth = 0;
  const edges = /\/\*|\*\//g;
  edges.lastIndex = from;
  for (let edge = edges.exec(text); edge !== null; edge = edges.exec(text)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return edges.lastIndex;
  }
  return text.length;
}

function endOfDollarQuote(text: string, from: number, tag: string): number {
  const end = text.indexOf(tag, from + tag.length);
  return end === -1 ? text.length : end + tag.length;
}
