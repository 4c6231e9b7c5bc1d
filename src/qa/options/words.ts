/** The short options that every command has; `o` and `f` take a value. */
const joined = /^-([hVqv]*)([of])(.+)$/s;
const flagsOnly = /^-[hVqv]{2,}$/;

/**
 * A command line as yargs reads it best: the command first, `-qfjson` spelled out, and `qa help x` and
 * `qa version` as what they mean. A word that is in the way is left where it is.
 */
export function arrangeWords(argv: readonly string[], commands: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const before = (end < 0 ? argv : argv.slice(0, end)).flatMap(spellOut);
  const behind = end < 0 ? [] : argv.slice(end);
  const [first = ''] = before;
  if (first === 'help') return [...before.slice(1), '--help', ...behind];
  if (first === 'version') return ['--version', ...before.slice(1), ...behind];
  const place = first.startsWith('-') ? before.findIndex((word) => commands.includes(word)) : -1;
  const name = before[place];
  return name === undefined
    ? [...before, ...behind]
    : [name, ...before.slice(0, place), ...before.slice(place + 1), ...behind];
}

/** Yargs reads `-fjson` as five flags. */
export function spellOut(word: string): string[] {
  const flags = (letters: string): string[] => Array.from(letters, (letter) => `-${letter}`);
  if (flagsOnly.test(word)) return flags(word.slice(1));
  const [, letters = '', taking, value = ''] = joined.exec(word) ?? [];
  return taking === undefined ? [word] : [...flags(letters), `-${taking}`, value.replace(/^=/, '')];
}
