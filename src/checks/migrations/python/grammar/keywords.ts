import { beginsBlock, words, type Word } from './words.ts';
import { next } from './expect.ts';
import { Line } from './line.ts';

/** Where keywords may stand. */
export class Keywords extends Line {
  word(word: Word, text: string): string | null {
    const { state } = this;
    if (state === next.statement) return this.begin(word, text);
    switch (word) {
      case words.constant:
        return this.value(text, false);
      case words.not:
        if (state === next.operator && this.softly(text) !== null) return this.took(next.in, text);
        return this.before(text, next.value);
      case words.await:
        return this.before(text, next.value);
      case words.lambda: {
        const wrong = this.before(text, next.valueOrEnd);
        if (wrong === null) this.lambdas[this.depth] = (this.lambdas[this.depth] ?? 0) + 1;
        return wrong;
      }
      case words.yield:
        return this.before(text, next.valueOrEnd);
      case words.in:
        // `for x, in pairs`
        if (state === next.in || (state === next.valueOrEnd && this.previous === ','))
          return this.took(next.value, text);
        return this.behind(text);
      case words.for:
        if (state === next.for) return this.took(next.value, text);
        if (state === next.block) return this.begin(word, text);
        return this.depth > 0 ? this.behind(text) : this.misplaced(text);
      case words.async:
        if (state === next.operator && this.depth > 0) return this.took(next.for, text);
        return this.misplaced(text);
      case words.binary:
      case words.if:
      case words.else:
      case words.as:
        return this.behind(text);
      case words.from:
        if (state === next.valueOrEnd && this.previous === 'yield') return this.took(next.value, text);
        return this.kind === words.raise ? this.behind(text) : this.misplaced(text);
      case words.import:
        return state === next.moduleName || (state === next.module && this.previous !== 'from')
          ? this.took(next.value, text)
          : this.misplaced(text);
      case words.def:
      case words.with:
        return state === next.block ? this.begin(word, text) : this.misplaced(text);
      default:
        return this.misplaced(text);
    }
  }

  protected begin(word: Word, text: string): string | null {
    if (this.isBehind && (beginsBlock(word) || word === words.async))
      return `"${text}" has to begin a line of its own`;
    this.kind = word;
    if (beginsBlock(word)) this.beginBlock(word, text);
    switch (word) {
      case words.constant:
        this.kind = words.none;
        return this.value(text, false);
      case words.lambda:
        this.lambdas[0] = 1;
        return this.took(next.valueOrEnd, text);
      case words.except:
      case words.return:
      case words.raise:
      case words.yield:
        return this.took(next.valueOrEnd, text);
      case words.else:
      case words.try:
      case words.finally:
        return this.took(next.colon, text);
      case words.def:
      case words.class:
        return this.took(next.name, text);
      case words.async:
        return this.took(next.block, text);
      case words.from:
        return this.took(next.module, text);
      case words.alone:
      case words.jump:
        return this.took(next.end, text);
      case words.if:
      case words.elif:
      case words.while:
      case words.with:
      case words.for:
      case words.needing:
      case words.import:
      case words.not:
      case words.await:
        return this.took(next.value, text);
      default:
        return `"${text}" cannot stand here`;
    }
  }
}
