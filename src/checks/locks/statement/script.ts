import { Cursor, depthOf, isWord, NotUnderstood } from './cursor.ts';
import { tokensFrom, tokensOf, type Token } from './tokens.ts';

/** The statements of a text, without the semicolons between them, and what psql would do besides. */
export interface Script {
  readonly statements: readonly Cursor[];
  /** Why more could be locked than the statements say, each a sentence without its stop. */
  readonly untold: readonly string[];
}

/** Commands of psql that have nothing to do with a lock. */
const idle = new Set(
  (
    '! ? a C conninfo copyright echo e elif else encoding endif errverbose f h H help html if l o p prompt ' +
    'pset q quit qecho r reset restrict s set setenv sf sv t T timing unrestrict unset w warn write x z'
  ).split(' '),
);

/** Those that send what stands before them, as a semicolon does. */
const senders = new Set(['g', 'gx', 'gset', 'gdesc', 'gexec', 'crosstabview']);

const others: Readonly<Record<string, string>> = {
  i: 'psql reads another file there, which is not read here',
  c: 'psql connects to another database there, and only this one is looked at',
  gexec: 'psql runs what a query answers there, which only running it tells',
};
const sameAs: Readonly<Record<string, string>> = {
  include: 'i',
  ir: 'i',
  include_relative: 'i',
  connect: 'c',
};

export function readScript(script: string): Script {
  const text = withoutCopiedRows(script);
  const statements: Token[][] = [[]];
  const untold = new Set<string>();
  for (let at = 0; at < text.length;) {
    at = readSql(text, at, statements);
    if (at === text.length) break;
    // A quote that is left open in such a line ends with it.
    const line = /[^\n]*/y;
    line.lastIndex = at;
    const [command = ''] = line.exec(text) ?? [];
    at += command.length;
    readCommand(command, statements, untold);
  }
  return {
    statements: statements.map((each) => new Cursor(each)).filter(({ ended }) => !ended),
    untold: [...untold],
  };
}

/** Up to a command of psql, or to the end; says where that is. */
function readSql(text: string, from: number, statements: Token[][]): number {
  let at = from;
  let depth = 0;
  for (const token of tokensFrom(text, from)) {
    if (token.kind === 'sign' && token.text === '\\') return at;
    at += token.text.length;
    depth += depthOf(token);
    const own = statements.at(-1) ?? [];
    if (token.kind === 'sign' && token.text === ';' && depth <= 0 && !isInBody(own)) {
      statements.push([]);
      depth = 0;
    } else own.push(token);
  }
  return at;
}

/** `\\copy t from 'rows.csv'`, `\\gx`, `\\d+ t`, `\\;` */
function readCommand(command: string, statements: Token[][], untold: Set<string>): void {
  const name = /^\\(\w+|.)/.exec(command)?.[1] ?? '';
  const known = sameAs[name] ?? name;
  const reason = others[known];
  if (reason !== undefined) untold.add(reason);
  if (name === 'copy') statements.push(tokensOf(command.slice(1)), []);
  else if (name === ';') statements.push(tokensOf(command.slice(2)));
  else if (senders.has(name)) statements.push([]);
  else if (reason === undefined && !idle.has(name) && !name.startsWith('d'))
    throw new NotUnderstood(`\\${name}`);
}

/** Rows that a dump has behind COPY FROM STDIN are no SQL. */
function withoutCopiedRows(text: string): string {
  return text.replace(
    /^(\s*\\?copy\b[^;\n]*\bfrom\s+stdin\b[^\n]*\n)(?:(?!\\\.)[^\n]*\n)*\\\.[^\n]*$/gim,
    '$1',
  );
}

/** Whether a routine's body is open, whose statements have semicolons of their own: `begin atomic … end`. */
function isInBody(own: readonly Token[]): boolean {
  const words = own.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  if (!isWord(words[0], 'create')) return false;
  if (!words.slice(0, 4).some((word) => isWord(word, 'function') || isWord(word, 'procedure'))) return false;
  const start = words.findIndex((word, at) => isWord(word, 'begin') && isWord(words[at + 1], 'atomic'));
  if (start === -1) return false;
  let open = 0;
  for (const word of words.slice(start)) {
    if (isWord(word, 'begin') || isWord(word, 'case')) open += 1;
    else if (isWord(word, 'end')) open -= 1;
  }
  return open > 0;
}
