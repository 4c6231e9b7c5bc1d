import { readString, stringStart } from './string-literal.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'sign';
  /** As written; of a string, what it stands for. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** How many lines further it ends. */
  readonly spans: number;
  /** False for a string whose text is known only when it runs. */
  readonly exact: boolean;
}

/** One statement, or the head of a block; what stands in brackets belongs to it over any number of lines. */
export interface Statement {
  /** Columns before it, a tab to the next multiple of eight as Python counts. */
  readonly indent: number;
  readonly line: number;
  readonly tokens: readonly Token[];
}

const gap = /(?:[ \t\f]|\\\n|#[^\n]*)+/y;
const word = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
const number = /\.?\d[\w.]*/y;
const sign = /\*\*=?|\/\/=?|<<=?|>>=?|->|[-+*/%&|^@=<>!:]=|[^\s\w]/y;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Python's source as statements of tokens: enough to find assignments and calls without running them.
 * Comments are gone, strings are one token each, line ends are those of any system. Of a file that Python
 * cannot read it is what stands before the fault; whether there is one, `structureOf` says.
 */
export function readStatements(source: string): readonly Statement[] {
  const begin = source.startsWith('\ufeff') ? 1 : 0;
  const text = begin === 0 && !source.includes('\r') ? source : source.slice(begin).replace(/\r\n?/g, '\n');
  const statements: Statement[] = [];
  const open: string[] = [];
  let tokens: Token[] = [];
  let indent = 0;
  let line = 1;
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const endStatement = (): void => {
    const [first] = tokens;
    if (first !== undefined) statements.push({ indent, line: first.line, tokens });
    tokens = [];
  };

  while (at < text.length) {
    const space = take(gap);
    if (space !== undefined) {
      if (tokens.length === 0 && isLineStart(text, at)) indent = columnsOf(space);
      line += newlinesIn(space);
      at += space.length;
      continue;
    }
    if (text[at] === '\n') {
      if (open.length === 0) endStatement();
      line += 1;
      at += 1;
      continue;
    }
    if (tokens.length === 0 && isLineStart(text, at)) indent = 0;
    const opening = take(stringStart);
    if (opening !== undefined) {
      const { value, exact, end } = readString(text, opening, at + opening.length);
      if (end === null) break;
      const spans = newlinesIn(text.slice(at, end));
      tokens.push({ kind: 'string', text: value, line, spans, exact });
      line += spans;
      at = end;
      continue;
    }
    const named = take(word);
    const counted = named === undefined ? take(number) : undefined;
    const signed = named === undefined && counted === undefined ? take(sign) : undefined;
    const taken = named ?? counted ?? signed;
    if (taken === undefined) break;
    at += taken.length;
    if (taken === ';' && open.length === 0) {
      endStatement();
      continue;
    }
    if (closing[taken] !== undefined) open.push(closing[taken]);
    else if ((taken === ')' || taken === ']' || taken === '}') && open.pop() !== taken) break;
    const kind = named !== undefined ? 'name' : counted !== undefined ? 'number' : 'sign';
    tokens.push({ kind, text: taken, line, spans: 0, exact: true });
  }
  endStatement();
  return statements;
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}

/** Only what stands before a comment or a continued line counts. */
function columnsOf(space: string): number {
  let columns = 0;
  for (const character of space) {
    if (character === ' ') columns += 1;
    else if (character === '\t') columns += 8 - (columns % 8);
    else if (character === '\f') columns = 0;
    else break;
  }
  return columns;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
