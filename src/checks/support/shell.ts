/** One word of a command line for a POSIX shell; `&` and `?` are quoted, since they mean something to it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
