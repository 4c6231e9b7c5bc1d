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
  const tokens: Token[] = [];
  const scan = new RegExp(pattern);
  for (let match = scan.exec(text); match !== null && match[0] !== ''; match = scan.exec(text)) {
    const { groups = {}, index } = match;
    const take = (kind: Token['kind'], end = scan.lastIndex): void => {
      tokens.push({ kind, text: text.slice(index, end) });
      scan.lastIndex = end;
    };
    if (groups['space'] !== undefined) take('space');
    else if (groups['comment'] !== undefined) take('comment');
    else if (groups['open'] !== undefined) take('comment', endOfComment(text, index));
    else if (groups['dollar'] !== undefined) take('literal', endOfDollarQuote(text, index, match[0]));
    else if (groups['escaped'] !== undefined || groups['literal'] !== undefined) take('literal');
    else if (groups['name'] !== undefined) take('name');
    else take(groups['word'] === undefined ? 'sign' : 'word');
  }
  return tokens;
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
