import { parseName, parseNames, type NamePart } from '../../postgres/sql/identifier.ts';
import { literalText, type Token } from './tokens.ts';

/** A table as a statement names it. */
export interface TableName {
  readonly schema: NamePart | null;
  readonly name: NamePart;
}

/** A statement whose locks are not known. `what` is the place at which reading it ended. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** Behind which a query names a table. */
const tablePlaces = new Set(['from', 'join', ',', 'only', 'using', 'update', 'into', 'lateral']);

/** Reads a statement word by word, without spaces and comments. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  }

  get ended(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** One that reads on from here, and leaves this one where it is. */
  copy(): Cursor {
    return new Cursor(this.#tokens.slice(this.#at));
  }

  /** Goes on by one word or sign, and says which. */
  next(): string {
    const text = this.#tokens[this.#at]?.text.toLowerCase() ?? '';
    this.#at += 1;
    return text;
  }

  /** Goes on behind these words and signs if they come next. */
  take(...words: readonly string[]): boolean {
    const next = this.#tokens.slice(this.#at, this.#at + words.length);
    const found =
      next.length === words.length && next.every((token, index) => isWord(token, words[index] ?? ''));
    if (found) this.#at += words.length;
    return found;
  }

  /** Whichever of these comes next. */
  takeAny(...phrases: readonly string[]): string | null {
    return phrases.find((phrase) => this.take(...phrase.split(' '))) ?? null;
  }

  /** The statement ends here, but for RESTRICT, which changes no lock. */
  end(): void {
    this.take('restrict');
    if (!this.ended) this.fail();
  }

  require(...words: readonly string[]): void {
    if (!this.take(...words)) this.fail();
  }

  /** Whether the word, or the words in this order, stands anywhere ahead. */
  holds(...words: readonly string[]): boolean {
    return this.#tokens.some(
      (_, start) =>
        start >= this.#at && words.every((word, index) => isWord(this.#tokens[start + index], word)),
    );
  }

  /** `table`, `schema.table`, `"Odd"`; a further part (a database) is not understood. */
  tableName(): TableName {
    const parts = this.#name();
    const [first, second] = parts;
    if (first === undefined || parts.length > 2) return this.fail();
    return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
  }

  /** The name of a column or constraint, as the catalog has it. */
  identifier(): string {
    const [part, ...more] = this.#name();
    if (part === undefined || more.length > 0) return this.fail();
    return part.name;
  }

  /** The table of a column: `t.c`, `s.t.c`. */
  ownerName(): TableName {
    const parts = this.#name();
    const [first, second, third] = parts;
    if (first === undefined || second === undefined || parts.length > 3) return this.fail();
    return third === undefined ? { schema: null, name: first } : { schema: first, name: second };
  }

  /** The tables behind each of these words: `references parent`. */
  tablesBehind(word: string): TableName[] {
    const found: TableName[] = [];
    while (!this.ended) {
      if (this.take(word)) found.push(this.tableName());
      else this.#at += 1;
    }
    return found;
  }

  /** What stands between brackets, if they come next. */
  brackets(): Cursor | null {
    if (!this.take('(')) return null;
    const start = this.#at;
    if (!this.skipTo(')')) return this.fail();
    return new Cursor(this.#tokens.slice(start, this.#at - 1));
  }

  /** Every name ahead, whatever it stands for: a table that a query reads is among them. */
  namesAhead(): TableName[] {
    const found: TableName[] = [];
    while (!this.ended) {
      const [first, second] = this.#isName() ? this.#name() : [];
      if (first !== undefined) found.push({ schema: null, name: first });
      if (first !== undefined && second !== undefined) found.push({ schema: first, name: second });
      if (first === undefined) this.#at += 1;
    }
    return found;
  }

  /** Each `name(` ahead, and its first argument as a name where it is nothing but a literal. */
  calls(): { readonly name: TableName; readonly argument: TableName | null }[] {
    const found: { readonly name: TableName; readonly argument: TableName | null }[] = [];
    while (!this.ended) {
      const [first, second] = this.#isName() ? this.#name() : [];
      if (first === undefined) this.#at += 1;
      else if (this.take('(')) {
        const name = second === undefined ? { schema: null, name: first } : { schema: first, name: second };
        const token = this.#tokens[this.#at];
        const argument = token?.kind === 'literal' ? parseName(literalText(token.text)) : null;
        found.push({ name, argument });
      }
    }
    return found;
  }

  /** The table that a query calls so: `from t as x`; null where it says no such name. */
  aliased(alias: string): string | null {
    while (!this.ended) {
      const isTable = tablePlaces.has(this.next()) && this.#isName();
      const name = isTable ? this.#name().at(-1) : undefined;
      if (name === undefined) continue;
      this.take('as');
      if (this.#isName() && this.copy().identifier() === alias) return name.name;
    }
    return null;
  }

  /** Names between commas, or so many of them; null where anything else stands there. */
  identifiers(most = Infinity): string[] | null {
    const names: string[] = [];
    while (names.length < most && this.#isName()) {
      const [name, ...more] = this.#name();
      if (name === undefined || more.length > 0) return null;
      names.push(name.name);
      if (!this.take(',')) return this.ended || names.length === most ? names : null;
    }
    return names.length > 0 && names.length === most ? names : null;
  }

  /** Goes on until behind that word, outside of brackets; false where it does not come. */
  skipTo(word: string): boolean {
    for (let depth = 0; !this.ended; this.#at += 1) {
      if (depth === 0 && this.take(word)) return true;
      depth += depthOf(this.#tokens[this.#at]);
    }
    return false;
  }

  /** What is left, cut at each comma (or other sign) that stands outside of brackets. */
  list(separator = ','): Cursor[] {
    const parts: Token[][] = [[]];
    let depth = 0;
    for (; !this.ended; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token === undefined) break;
      depth += depthOf(token);
      if (depth === 0 && token.text === separator) parts.push([]);
      else parts.at(-1)?.push(token);
    }
    return parts.map((part) => new Cursor(part));
  }

  /** The literals ahead, as the server reads them. */
  literals(): string[] {
    return this.#tokens
      .slice(this.#at)
      .flatMap(({ kind, text }) => (kind === 'literal' ? literalText(text) : []));
  }

  /** What is left, cut before each of these words that stands outside of brackets. */
  before(...words: readonly string[]): Cursor[] {
    const parts: Token[][] = [];
    let depth = 0;
    for (; !this.ended; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token === undefined) break;
      depth += depthOf(token);
      if (parts.length === 0 || (depth === 0 && words.some((word) => isWord(token, word)))) parts.push([]);
      parts.at(-1)?.push(token);
    }
    return parts.map((part) => new Cursor(part));
  }

  fail(): never {
    const rest = this.#tokens.slice(this.#at, this.#at + 4).map(({ text }) => text);
    throw new NotUnderstood(rest.length === 0 ? 'its end' : rest.join(' ').slice(0, 60));
  }

  #name(): NamePart[] {
    let text = '';
    for (;;) {
      if (!this.#isName()) return this.fail();
      text += this.#tokens[this.#at]?.text ?? '';
      this.#at += 1;
      // `t.*` names no more than `t`.
      if (this.take('.', '*') || !this.take('.')) return parseNames(text) ?? this.fail();
      text += '.';
    }
  }

  #isName(): boolean {
    const kind = this.#tokens[this.#at]?.kind;
    return kind === 'word' || kind === 'name';
  }
}

export function isWord(token: Token | undefined, word: string): boolean {
  if (token === undefined) return false;
  return (token.kind === 'word' || token.kind === 'sign') && token.text.toLowerCase() === word;
}

export function depthOf(token: Token | undefined): number {
  if (token?.kind !== 'sign') return 0;
  return token.text === '(' || token.text === '[' ? 1 : token.text === ')' || token.text === ']' ? -1 : 0;
}
