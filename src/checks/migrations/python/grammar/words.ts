/** Python's keywords, as far as the grammar tells them apart. */
export const words = {
  none: 0,
  constant: 1,
  binary: 2,
  not: 3,
  if: 4,
  else: 5,
  for: 6,
  async: 7,
  as: 8,
  lambda: 9,
  yield: 10,
  await: 11,
  from: 12,
  import: 13,
  alone: 14,
  return: 15,
  raise: 16,
  needing: 17,
  def: 18,
  class: 19,
  with: 20,
  while: 21,
  try: 22,
  finally: 23,
  except: 24,
  elif: 25,
  in: 26,
  jump: 27,
} as const;
export type Word = (typeof words)[keyof typeof words];

const keywords: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['True', words.constant],
  ['False', words.constant],
  ['None', words.constant],
  ['and', words.binary],
  ['or', words.binary],
  ['is', words.binary],
  ['in', words.in],
  ['not', words.not],
  ['if', words.if],
  ['else', words.else],
  ['for', words.for],
  ['async', words.async],
  ['as', words.as],
  ['lambda', words.lambda],
  ['yield', words.yield],
  ['await', words.await],
  ['from', words.from],
  ['import', words.import],
  ['pass', words.alone],
  ['break', words.jump],
  ['continue', words.jump],
  ['return', words.return],
  ['raise', words.raise],
  ['del', words.needing],
  ['assert', words.needing],
  ['global', words.needing],
  ['nonlocal', words.needing],
  ['def', words.def],
  ['class', words.class],
  ['with', words.with],
  ['while', words.while],
  ['try', words.try],
  ['finally', words.finally],
  ['except', words.except],
  ['elif', words.elif],
]);
const longest = 8;

/** Which keyword stands between these offsets; `none` for a name. */
export function wordAt(text: string, start: number, end: number): Word {
  if (end - start < 2 || end - start > longest) return words.none;
  return keywords.get(text.slice(start, end)) ?? words.none;
}

/** These begin a statement that has a body. */
export function beginsBlock(word: Word): boolean {
  switch (word) {
    case words.if:
    case words.elif:
    case words.else:
    case words.for:
    case words.while:
    case words.with:
    case words.try:
    case words.except:
    case words.finally:
    case words.def:
    case words.class:
      return true;
    default:
      return false;
  }
}
