import { UsageError } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';

/** What only looks, or leaves no trace: nothing else is done to many targets at once. */
const runnable = [
  'verify-railway',
  'verify-mute',
  'inspect-fk',
  'inspect-locks',
  'inspect-sessions',
  'inspect-migrations',
  'diagnose',
];

/** Flags that a target says for itself, or that belong to the whole fleet. */
const elsewhere = [
  '--target --base-url --api-prefix --database-url --token-file',
  '--format --output --push --otlp --watch --fail-on --quiet --verbose --help',
].flatMap((flags) => flags.split(' '));

/** The words of a command line, quotes as in a shell. Throws {@link UsageError}. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
  const [command = ''] = words;
  if (!runnable.includes(command))
    throw new UsageError(
      `A fleet cannot run "${command}": it runs ${runnable.join(', ')}.${suggestion(command, runnable)}`,
    );
  const flag = words.find((word) => elsewhere.includes(word.replace(/=.*/s, '')));
  if (flag !== undefined)
    throw new UsageError(
      `"${line}" holds ${flag.split('=')[0]}: in a fleet that is said by each target, or to qa fleet itself.`,
    );
  return words;
}
