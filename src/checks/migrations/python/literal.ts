import type { Token } from './statements.ts';

/** A value that a program can know without running the file: a string, `None`, or a list of such. */
export type Literal = string | null | readonly Literal[];

/** What is written is not a literal: only Python itself could say what it is. */
export const computed = Symbol('computed');

/** Not `{`: Alembic refuses some sets, and takes others in any order. */
const brackets: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** Reads the tokens as one value; names stand for what was assigned to them before. */
export function readLiteral(
  tokens: readonly Token[],
  names: ReadonlyMap<string, Literal>,
): Literal | typeof computed {
  let at = 0;
  const readOne = (): Literal | typeof computed => {
    const token = tokens[at];
    if (token === undefined) return computed;
    at += 1;
    if (token.kind === 'string') return readAdjacent(token);
    if (token.kind === 'name') return token.text === 'None' ? null : (names.get(token.text) ?? computed);
    const close = brackets[token.text];
    return close === undefined ? computed : readUntil(close, token.text === '(');
  };
  /** Strings side by side are one. */
  const readAdjacent = (first: Token): string | typeof computed => {
    let { text, exact } = first;
    for (let next = tokens[at]; next?.kind === 'string'; next = tokens[at]) {
      text += next.text;
      exact &&= next.exact;
      at += 1;
    }
    return exact ? text : computed;
  };
  const readUntil = (close: string | null, mayGroup: boolean): Literal | typeof computed => {
    const items: Literal[] = [];
    let commas = 0;
    for (;;) {
      const token = tokens[at];
      if (token === undefined ? close === null : token.text === close && token.kind === 'sign') break;
      const item = readOne();
      if (item === computed) return computed;
      items.push(item);
      const behind = tokens[at];
      if (behind?.kind === 'sign' && behind.text === ',') {
        commas += 1;
        at += 1;
      } else if (behind === undefined ? close !== null : behind.text !== close) return computed;
    }
    at += close === null ? 0 : 1;
    const [only] = items;
    // `("a")` is a string, `("a",)` a tuple.
    return mayGroup && items.length === 1 && commas === 0 && only !== undefined ? only : items;
  };
  return tokens.length === 0 ? computed : readUntil(null, true);
}
