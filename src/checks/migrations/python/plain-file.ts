import { Blocks } from './blocks.ts';
import { words } from './grammar/words.ts';
import { plainHeadEnd, plainImportEnd, plainLineEnd } from './plain-line.ts';

/**
 * Where the lines begin that may assign something, of a file of which every line is plain; null for any
 * other. Most revisions are, and this takes a fraction of the time that reading their tokens would.
 */
export function plainStarts(text: string): readonly number[] | null {
  if (text.includes('\0')) return null;
  const blocks = new Blocks();
  const starts: number[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const begin = at;
    let code = text.charCodeAt(at);
    for (; code === 32; code = text.charCodeAt(at)) at += 1;
    if (code === 10) {
      at += 1;
      continue;
    }
    // #
    if (code === 35) {
      at = text.indexOf('\n', at) + 1;
      if (at === 0) break;
      continue;
    }
    if (at >= text.length) break;
    const isHead = text.startsWith('def ', at);
    const isImport = !isHead && (text.startsWith('from ', at) || text.startsWith('import ', at));
    const end = isHead
      ? plainHeadEnd(text, at)
      : isImport
        ? plainImportEnd(text, at)
        : plainLineEnd(text, at);
    if (end === 0 || blocks.begin(at - begin, at - begin) !== null) return null;
    if (blocks.end(isHead ? words.def : words.none, 'def', isHead) !== null) return null;
    // " '
    if (begin === at && !isHead && !isImport && code !== 34 && code !== 39) starts.push(at);
    at = end;
  }
  return blocks.finish() === null ? starts : null;
}
