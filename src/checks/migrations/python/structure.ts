import { Blocks } from './blocks.ts';
import {
  conflict,
  identifier,
  kindOf,
  kinds,
  lineOf,
  numberEnd,
  quotedIn,
  sign,
  strange,
} from './characters.ts';
import { Grammar } from './grammar/grammar.ts';
import { plainStarts } from './plain-file.ts';
import { isStringPrefix, stringEnd } from './string-end.ts';
import { wordAt, words } from './grammar/words.ts';

/** Where Python itself would stop reading. */
export interface Fault {
  readonly line: number;
  readonly reason: string;
}

export interface Structure {
  /** Null for a file that Python reads. */
  readonly fault: Fault | null;
  /**
   * Offsets of the lines of the file's own level that may assign something: neither what is in blocks or
   * brackets, nor texts, imports and functions that are as plain as most.
   */
  readonly starts: readonly number[];
  /** True where a `;` joins two statements of that level. */
  readonly isJoined: boolean;
}

/** One for all files, of which there may be thousands; each begins anew. */
const grammar = new Grammar();

/**
 * Whether Python could read the file, without running it: brackets, strings, indentation, and what may stand
 * behind what. It finds most faults, and none where there is none. Line ends are `\n`.
 */
export function structureOf(text: string): Structure {
  const plain = plainStarts(text);
  return plain === null ? readStructure(text) : { fault: null, starts: plain, isJoined: false };
}

function readStructure(text: string): Structure {
  const blocks = new Blocks();
  grammar.reset();
  const starts: number[] = [];
  const { length } = text;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let isLineStart = true;
  let isJoined = false;
  const broken = (where: number, reason: string): Structure => {
    const open = grammar.innermost;
    const line = lineOf(text, where);
    const begun = open === undefined ? line : lineOf(text, open.at);
    const hint =
      begun < line && !reason.startsWith('a merge') ? `; "${open?.sign}" of line ${begun} is still open` : '';
    return { fault: { line, reason: reason + hint }, starts, isJoined };
  };
  const nul = text.indexOf('\0');
  if (nul !== -1) return broken(nul, 'it holds a NUL byte');

  while (at < length) {
    if (isLineStart) {
      conflict.lastIndex = at;
      if (conflict.test(text))
        return broken(at, `a merge conflict is not resolved: "${text.slice(at, at + 7)}"`);
      isLineStart = false;
      if (grammar.depth === 0 && grammar.isIdle) {
        let columns = 0;
        let narrow = 0;
        let code = text.charCodeAt(at);
        for (; code === 32 || code === 9 || code === 12; code = text.charCodeAt(at)) {
          if (code === 12) columns = narrow = 0;
          else {
            columns = code === 32 ? columns + 1 : columns + 8 - (columns % 8);
            narrow += 1;
          }
          at += 1;
        }
        // Nothing but a comment has no indentation.
        if (at < length && code !== 10 && code !== 35) {
          const wrong = blocks.begin(columns, narrow);
          if (wrong !== null) return broken(at, wrong);
          if (blocks.depth === 0) starts.push(at);
        }
        if (at >= length) break;
      }
    }
    const start = at;
    const code = text.charCodeAt(at);
    const kind = code < 128 ? kindOf[code] : kinds.word;
    let wrong: string | null = null;
    switch (kind) {
      case kinds.space:
        at += 1;
        continue;
      case kinds.newline:
        at += 1;
        isLineStart = true;
        if (grammar.depth > 0) continue;
        wrong = endLine();
        break;
      case kinds.word: {
        let isAscii = code < 128;
        for (at += 1; at < length; at += 1) {
          const each = text.charCodeAt(at);
          if (each >= 128) isAscii = false;
          else if (kindOf[each] !== kinds.word && kindOf[each] !== kinds.digit) break;
        }
        const isPrefix = at - start <= 2 && kindOf[text.charCodeAt(at)] === kinds.quote;
        if (isPrefix && isStringPrefix(text.slice(start, at))) {
          const end = stringEnd(text, at, text.slice(start, at));
          if (typeof end !== 'number') return broken(end.at, end.reason);
          wrong = grammar.text(quotedIn(text, start, end), /b/i.test(text.slice(start, at)));
          at = end;
          break;
        }
        if (!isAscii && !identifier.test(text.slice(start, at).normalize('NFKC')))
          return broken(start, strange(text.slice(start, at)));
        const word = wordAt(text, start, at);
        const name = text.slice(start, at);
        if (word === words.none) wrong = grammar.value(name, true);
        else {
          wrong =
            (grammar.beginsStatement && word === words.return && !mayReturn()
              ? outside(name, 'function')
              : null) ??
            (grammar.beginsStatement && word === words.jump && !mayJump() ? outside(name, 'loop') : null) ??
            grammar.word(word, name);
        }
        break;
      }
      case kinds.quote: {
        const end = stringEnd(text, at, '');
        if (typeof end !== 'number') return broken(end.at, end.reason);
        wrong = grammar.text(quotedIn(text, start, end), false);
        at = end;
        break;
      }
      case kinds.digit:
        wrong = readNumber();
        break;
      case kinds.open:
        at += 1;
        wrong = grammar.opening(text.charAt(start), start);
        break;
      case kinds.close:
        at += 1;
        wrong = grammar.closing(text.charAt(start));
        break;
      case kinds.sign:
        // #
        if (code === 35) {
          at = text.indexOf('\n', at);
          if (at === -1) at = length;
          continue;
        }
        // ;
        if (code === 59) {
          at += 1;
          isJoined ||= blocks.depth === 0;
          wrong = grammar.depth > 0 ? '";" cannot stand in brackets' : grammar.end(false);
        }
        // \
        else if (code === 92) {
          if (text.charCodeAt(at + 1) !== 10)
            return broken(at, 'something stands behind a "\\" that joins two lines');
          at += 2;
          if (at >= length) return broken(start, 'the file ends behind a "\\" that joins two lines');
          continue;
        }
        // .5
        else if (code === 46 && kindOf[text.charCodeAt(at + 1)] === kinds.digit) wrong = readNumber();
        else {
          sign.lastIndex = at;
          const [taken] = sign.exec(text) ?? [];
          if (taken === undefined) return broken(at, strange(text.charAt(at)));
          at += taken.length;
          wrong = grammar.sign(taken);
        }
        break;
      default:
        return broken(at, strange(text.charAt(at)));
    }
    if (wrong !== null) return broken(start, wrong);
  }
  const open = grammar.innermost;
  if (open !== undefined)
    return {
      fault: { line: lineOf(text, open.at), reason: `"${open.sign}" is never closed` },
      starts,
      isJoined,
    };
  const wrong = endLine() ?? blocks.finish();
  return wrong === null
    ? { fault: null, starts, isJoined }
    : broken(length - (text.endsWith('\n') ? 1 : 0), wrong);

  function endLine(): string | null {
    if (grammar.isIdle) return null;
    const wrong = grammar.end(true) ?? null;
    if (wrong !== null) return wrong;
    const misplaced = blocks.end(grammar.head, grammar.headName, grammar.opensBlock);
    grammar.reset();
    return misplaced;
  }

  function mayReturn(): boolean {
    return blocks.inFunction || grammar.head === words.def;
  }

  function mayJump(): boolean {
    return blocks.inLoop || grammar.head === words.for || grammar.head === words.while;
  }

  function readNumber(): string | null {
    const end = numberEnd(text, at);
    if (end === null)
      return `${/[\w.]+/.exec(text.slice(at, at + 40))?.[0] ?? ''} is not a number that Python reads`;
    const taken = text.slice(at, end);
    at = end;
    return grammar.value(taken, false);
  }
}

function outside(name: string, what: string): string {
  return `"${name}" stands outside of any ${what}`;
}
