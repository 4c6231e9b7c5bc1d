import { beginsBlock, words, type Word } from './grammar/words.ts';

interface Block {
  readonly columns: number;
  /** Columns if a tab were one: tabs and spaces must agree however wide a tab is. */
  readonly narrow: number;
  /** Which statement with a body was the last in it; `none` where something else came behind. */
  last: Word;
  /** True where the last belongs to a `try`. */
  lastTries: boolean;
  readonly inFunction: boolean;
  readonly inLoop: boolean;
}

/** The blocks around a line, told by its indentation as Python does. */
export class Blocks {
  private readonly open: Block[] = [
    { columns: 0, narrow: 0, last: words.none, lastTries: false, inFunction: false, inLoop: false },
  ];
  /** The head that waits for its body. */
  private awaited: { readonly head: Word; readonly name: string } | null = null;

  get depth(): number {
    return this.open.length - 1;
  }

  get inFunction(): boolean {
    return this.open.at(-1)?.inFunction ?? false;
  }

  get inLoop(): boolean {
    return this.open.at(-1)?.inLoop ?? false;
  }

  /** A line begins; what is wrong with where it begins. */
  begin(columns: number, narrow: number): string | null {
    const top = this.open.at(-1);
    if (top === undefined) return null;
    if (this.awaited !== null) {
      if (columns <= top.columns) return `the body of "${this.awaited.name}" above it is missing`;
      if (narrow <= top.narrow) return mixed;
      const { head } = this.awaited;
      const isLoop = head === words.for || head === words.while;
      const isScope = head === words.def || head === words.class;
      this.awaited = null;
      this.open.push({
        columns,
        narrow,
        last: words.none,
        lastTries: false,
        inFunction: isScope ? head === words.def : top.inFunction,
        inLoop: isScope ? false : isLoop || top.inLoop,
      });
      return null;
    }
    if (columns === top.columns) return narrow === top.narrow ? null : mixed;
    if (columns > top.columns) return 'it is indented, though nothing above it opens a block';
    return this.dedent(columns, narrow);
  }

  private dedent(columns: number, narrow: number): string | null {
    for (let top = this.open.at(-1); top !== undefined; top = this.open.at(-1)) {
      if (columns >= top.columns) {
        if (columns > top.columns) return 'its indentation is that of no block around it';
        return narrow === top.narrow ? null : mixed;
      }
      if (top.last === words.try) return lonelyTry;
      this.open.pop();
    }
    return null;
  }

  /** A line ended; what is wrong with it behind the one before it. */
  end(head: Word, name: string, opensBlock: boolean): string | null {
    const top = this.open.at(-1);
    if (top === undefined) return null;
    const wrong = wrongOrder(head, name, top);
    if (wrong !== null) return wrong;
    const { last } = top;
    top.lastTries =
      head === words.try || head === words.except || (head === words.else && last === words.except);
    top.last = beginsBlock(head) ? head : words.none;
    // A second `else` belongs to nothing.
    if (opensBlock) this.awaited = { head, name };
    return null;
  }

  /** The file ended. */
  finish(): string | null {
    if (this.awaited !== null) return `the body of "${this.awaited.name}" is missing`;
    return this.open.some(({ last }) => last === words.try) ? lonelyTry : null;
  }
}

const mixed = 'tabs and spaces are mixed, so that its indentation is not clear';
const lonelyTry = 'a "try" above it has neither "except" nor "finally"';

function wrongOrder(head: Word, name: string, { last, lastTries }: Block): string | null {
  const isOfTry = head === words.except || head === words.finally;
  if (last === words.try && !isOfTry) return lonelyTry;
  const isIf = last === words.if || last === words.elif;
  const isBehind =
    head === words.elif
      ? isIf
      : head === words.else
        ? isIf || last === words.for || last === words.while || last === words.except
        : head === words.except
          ? last === words.try || last === words.except
          : head === words.finally
            ? lastTries
            : true;
  return isBehind ? null : `"${name}" stands behind nothing that it belongs to`;
}
