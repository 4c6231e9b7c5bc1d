import yargs from 'yargs';
import { UsageError, type App, type Outcome } from './command.ts';
import { commands } from './commands/index.ts';
import { describeHelp, optionNames } from './help/describe.ts';
import { mistake, noCommand } from './options/mistake.ts';
import { arrangeWords } from './options/words.ts';
import type { RenderOptions, RunOptions } from './options/options.ts';
import { preloadReporters } from './output/deliver.ts';
import { otlpSettings } from './output/otlp/settings.ts';
import { drawings } from './reporters/formats.ts';
import { version } from './version.ts';

/** Stands for `-`, which yargs would read as an empty argument; no real argument can hold a NUL. */
const dash = '\0-';
/** What yargs answers itself. */
const answered = ['--help', '-h', '--version', '-V'];

/** How one command line ended. */
export interface Dispatched {
  /** Null where only help was asked for. */
  readonly outcome: Outcome | null;
  readonly options: Partial<RunOptions>;
  readonly help: string;
}

/**
 * Reads a command line with yargs, and runs the command that it names. Throws {@link UsageError} for what it
 * cannot mean.
 */
export async function dispatch(typed: readonly string[], app: App): Promise<Dispatched> {
  let outcome: Outcome | null = null;
  let options: Partial<RunOptions> = {};
  if (typed[0] === '--complete') {
    // What the script of `qa completion` asks on every Tab.
    const { candidates } = await import('./commands/completion/candidates.ts');
    const text = (await candidates(typed.slice(1), commands, app)).map((line) => `${line}\n`).join('');
    return { outcome: { text, exitCode: 0 }, options, help: '' };
  }
  const names = commands.map(({ name }) => name);
  const argv = arrangeWords(typed, names);
  const isAnswered = argv.length === 0 || argv.some((word) => answered.includes(word));
  // For a command among several, yargs lays out the whole help before it hands over; for one that stands
  // alone it does not, and only who asks for help pays for it.
  const named = isAnswered ? undefined : commands.find(({ name }) => name === argv[0]);
  // Before its options are: a command that there is not has none, and yargs would complain about those.
  const isCommand = names.includes(argv[0] ?? '');
  if (!isCommand && (!isAnswered || !/^-/.test(argv[0] ?? '-')))
    throw new UsageError(noCommand(argv[0] ?? '', names));
  const parser = yargs()
    .scriptName(named === undefined ? 'qa' : `qa ${named.name}`)
    .usage('$0 <command>')
    .locale('en')
    .version(version)
    .alias({ help: 'h', version: 'V' })
    .exitProcess(false)
    .strict()
    .parserConfiguration({ 'boolean-negation': false, 'greedy-arrays': false })
    .fail((message, error) => {
      throw error ?? new Misread(message);
    });
  for (const { name, usage, summary, draws, keepsBaseline, options: declared, load } of named === undefined
    ? commands
    : [named]) {
    parser.command({
      command: named === undefined ? usage : usage.replace(name, '$0'),
      describe: summary,
      builder: async (builder) => {
        const { build } = await declared();
        const built = build(builder) as typeof builder;
        return isAnswered ? await describeHelp(built, name, build) : built;
      },
      handler: async (given) => {
        options = withDashes(given);
        if (!draws) refuseDrawing(name, options);
        // A mistake is said before anything is contacted.
        if (options.otlp !== undefined) otlpSettings(options.otlp, app);
        const settled = keepsBaseline ? null : await baselineOf(options, app);
        const running = (await load()).command.run(options as never, app);
        preloadReporters(options);
        outcome = settled === null ? await running : await settled(await running);
      },
    });
  }
  const words = (named === undefined ? argv : argv.slice(1)).map((word) => (word === '-' ? dash : word));
  let help = '';
  if (isAnswered || named === undefined) {
    await parser.parseAsync(argv.length === 0 ? ['--help'] : words, {}, (_error, _given, output) => {
      help = output;
    });
    return { outcome, options, help };
  }
  try {
    await parser.parseAsync(words);
  } catch (error) {
    // Yargs says some of it before it asks what to do about it.
    const isOurs =
      error instanceof Error && (error instanceof Misread || /^Not enough arg/.test(error.message));
    if (!isOurs) throw error;
    const known = await optionNames((await named.options()).build);
    throw new UsageError(mistake(error.message, { argv, command: named, options: known }));
  }
  return { outcome, options, help };
}

/** Loaded here, since few runs ask for it. */
async function baselineOf(options: Partial<RunOptions>, app: App) {
  if (options.baseline === undefined && options.writeBaseline === undefined) return null;
  return (await import('./state/apply-baseline.ts')).withBaseline(options, app);
}

function withDashes(given: Readonly<Record<string, unknown>>): Partial<RunOptions> {
  const read = (value: unknown): unknown => (value === dash ? '-' : value);
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, Array.isArray(value) ? value.map(read) : read(value)]),
  );
}

/** Said before anything is contacted: a run that has changed something must not end without its report. */
function refuseDrawing(command: string, { format }: Partial<RenderOptions>): void {
  // A command that ends with a text has a `--format` of its own.
  if (!Array.isArray(format)) return;
  const drawing = format.find(({ format: name }) => drawings.includes(name));
  if (drawing !== undefined) {
    throw new UsageError(
      `--format ${drawing.format} draws a picture, and ${command} has none to draw: take another format.`,
    );
  }
}

/** What yargs says of a command line that it cannot read. */
class Misread extends Error {
  override readonly name = 'Misread';
}
