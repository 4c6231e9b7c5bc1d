import { suggestion } from './nearest.ts';

/** What a command line knows, for a sentence about what is wrong in it. */
export interface Known {
  readonly argv: readonly string[];
  readonly command: { readonly name: string; readonly usage: string };
  /** Its options, without dashes. */
  readonly options: readonly string[];
}

/** What yargs says of a command line, as a sentence of ours that names the option and what would be right. */
export function mistake(message: string, known: Known): string {
  const { command } = known;
  const help = `qa ${command.name} --help`;
  const word = /^Unknown (?:arguments?|commands?): ([^,\s]+)/.exec(message)?.[1];
  if (word !== undefined) return unknownWord(word, known, help);
  const [, bare] = /^Not enough arguments following: (\S+)/.exec(message) ?? [];
  if (bare !== undefined)
    return `${bare.length === 1 ? '-' : '--'}${bare} needs a value behind it; ${help} says which.`;
  const [, name, given, listed] =
    /Argument: ([^,]+), Given: (.*?), Choices: (.*)$/s.exec(message.replace(/\s+/g, ' ')) ?? [];
  if (name !== undefined && given !== undefined && listed !== undefined) {
    const choices = [...listed.matchAll(/"([^"]*)"/g)].map(([, choice]) => choice ?? '');
    const value = given.replaceAll('"', '');
    return (
      `--${name} ${value || '""'} is not known: it is one of ` +
      `${choices.join(', ')}.${suggestion(value, choices)}`
    );
  }
  if (/^(Not enough non-option arguments|Missing required argument)/.test(message))
    return `Something is missing: qa ${command.usage}. ${help} says more.`;
  return `${message.replace(/\s+/g, ' ').replace(/\.$/, '')}; ${help} shows what is allowed.`;
}

/** Of a command line whose first word is not a command. */
export function noCommand(word: string, commands: readonly string[]): string {
  if (word === '-' || word === '--') return 'A command comes first: qa COMMAND; qa --help lists them.';
  if (word.startsWith('-')) return `${word} needs a command, as in qa COMMAND ${word}; qa --help lists them.`;
  const quoted = JSON.stringify(word);
  return `${quoted} is neither a command nor an option here; --help lists them.${suggestion(word, commands)}`;
}

function unknownWord(word: string, { argv, command, options }: Known, help: string): string {
  const typed = argv.find((each) => new RegExp(`^--?${escaped(word)}(=|$)`).test(each));
  if (typed === undefined)
    return `qa ${command.name} does not know what to do with "${word}": qa ${command.usage}.`;
  const dashed = typed.startsWith('--') ? `--${word}` : `-${word}`;
  const meant = suggestion(
    dashed,
    options.map((option) => `--${option}`),
  );
  return `${dashed} is not an option of qa ${command.name}; ${help} lists them.${meant}`;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
