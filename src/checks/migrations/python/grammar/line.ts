import { words, type Word } from './words.ts';
import { next, shown, type Next, type Open, type Opened } from './expect.ts';

export const soft: ReadonlySet<string> = new Set(['match', 'case', 'type']);

/** What is known of a line so far, and where values may stand in it. */
export class Line {
  /** The statement's keyword, if it begins with one. */
  protected kind: Word = words.none;
  /** The keyword of its block; `none` for a statement without a body. */
  head: Word = words.none;
  headName = '';
  protected firstName = '';
  protected tokens = 0;
  protected state: Next = next.statement;
  /** Behind a `;` or a head's `:`, where no block may begin. */
  protected isBehind = false;
  protected hasColon = false;
  protected isAnnotated = false;
  protected previous = '';
  protected wasLiteral: 'text' | 'bytes' | 'other' | null = null;
  protected readonly open: Opened[] = [];
  /** How many tokens this argument has so far. */
  protected run = 0;
  /** Lambdas whose colon is still to come, outside of brackets and in each of them. */
  protected readonly lambdas: number[] = [0];

  get depth(): number {
    return this.open.length;
  }

  get innermost(): Open | undefined {
    return this.open.at(-1);
  }

  /** True between statements. */
  get isIdle(): boolean {
    return this.tokens === 0;
  }

  /** True where the line ended with its head's colon, and the body is to follow. */
  opensBlock = false;

  get beginsStatement(): boolean {
    return this.state === next.statement;
  }

  protected took(state: Next, text: string): null {
    this.state = state;
    this.previous = text;
    this.wasLiteral = null;
    this.tokens += 1;
    this.run += 1;
    return null;
  }

  protected misplaced(text: string): string {
    const [here, before] = [shown(text), shown(this.previous)];
    switch (this.state) {
      case next.operator:
        return `${here} stands right behind ${before}, with nothing between that joins them`;
      case next.value:
      case next.attribute:
      case next.starred:
      case next.name:
      case next.module:
      case next.modulePart:
        return `something is missing behind ${before}, before ${here}`;
      case next.colon:
      case next.parameters:
        return `"${this.state === next.colon ? ':' : '('}" is missing behind ${before}`;
      default:
        return `${here} cannot stand here`;
    }
  }

  /** A name, a number, or a constant such as `None`. */
  value(text: string, isName: boolean): string | null {
    switch (this.state) {
      case next.statement:
        if (this.tokens === 0) this.firstName = text;
        this.took(next.operator, text);
        if (!isName) this.wasLiteral = 'other';
        return null;
      case next.value:
      case next.valueOrEnd:
      case next.first:
      case next.slice:
      case next.starred:
        this.took(next.operator, text);
        if (!isName) this.wasLiteral = 'other';
        return null;
      case next.module:
      case next.modulePart:
        return isName ? this.took(next.moduleName, text) : this.misplaced(text);
      case next.attribute:
        return isName ? this.took(next.operator, text) : this.misplaced(text);
      case next.name:
        if (!isName) return this.misplaced(text);
        return this.took(this.head === words.def ? next.parameters : next.operator, text);
      case next.operator:
        return this.softly(text) ?? this.took(next.operator, text);
      default:
        return this.misplaced(text);
    }
  }

  text(written: string, isBytes: boolean): string | null {
    const literal = isBytes ? 'bytes' : 'text';
    const before = this.wasLiteral;
    if (this.state === next.operator && (before === 'text' || before === 'bytes')) {
      if (before !== literal) return 'bytes and text stand side by side';
    } else {
      const wrong = this.value(written, false);
      if (wrong !== null) return wrong;
    }
    this.took(next.operator, written);
    this.wasLiteral = literal;
    return null;
  }

  /** `match x:`, `case "a":` and `type A = …` begin with what is a name elsewhere. */
  protected softly(text: string): string | null {
    if (this.tokens !== 1 || this.kind !== words.none || !soft.has(this.firstName))
      return this.misplaced(text);
    if (this.firstName !== 'type') this.beginBlock(words.with, this.firstName);
    return null;
  }

  protected beginBlock(head: Word, name: string): void {
    this.head = head;
    this.headName = name;
  }

  /** What stands before a value: `not`, `-`. */
  protected before(text: string, state: Next): string | null {
    switch (this.state) {
      case next.statement:
      case next.value:
      case next.valueOrEnd:
      case next.first:
      case next.slice:
      case next.starred:
        return this.took(state, text);
      case next.operator:
        return this.softly(text) ?? this.took(state, text);
      default:
        return this.misplaced(text);
    }
  }

  /** What stands behind a value, and before another: `and`, `+`. */
  protected behind(text: string): string | null {
    return this.state === next.operator ? this.took(next.value, text) : this.misplaced(text);
  }

  protected get inParameters(): boolean {
    return this.head === words.def && !this.hasColon && this.depth === 1;
  }

  protected get lambda(): number {
    return this.lambdas[this.depth] ?? 0;
  }

  protected get mayAssign(): boolean {
    return this.depth === 0 && this.kind === words.none && (this.head === words.none || this.hasColon);
  }
}
