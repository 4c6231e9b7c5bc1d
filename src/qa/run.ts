import { appendFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import yargs from 'yargs';
import { describeError, type Report } from '../checks/index.ts';
import { UsageError, type App, type Interruption, type Io, type Outcome, type Sink, type TerminalStyle } from './command.ts';
import { commands } from './commands/index.ts';
import { suggestion } from './nearest.ts';
import type { FormatChoice, RunOptions } from './options.ts';
import { redacted } from './redacted.ts';
import { drawings } from './reporters/formats.ts';
import { reporters } from './reporters/index.ts';
import { createSecrets } from './secrets.ts';
import { version } from './version.ts';

/** Stands for `-`, which yargs would read as an empty argument; no real argument can hold a NUL. */
const dash = '\0-';

/** Runs one command line and says how it ended. Never throws. Everything that is written passes `secrets` here, but for what `reveal` is meant for. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const secrets = createSecrets();
  // Whichever command runs, and whatever it says of its own mistakes.
  secrets.add(io.environment['QA_TOKEN']?.trim() ?? '');
  let drawn = false;
  const write = (sink: Sink, text: string): void => {
    if (drawn) io.stderr.write('\r\u001b[2K');
    drawn = false;
    sink.write(secrets.redact(text));
  };
  const say = (line: string): void => write(io.stderr, `qa: ${line}\n`);
  const style = (sink: Sink): TerminalStyle => ({
    isTerminal: sink.isTerminal,
    columns: sink.columns,
    colour: sink.isTerminal && !io.environment['NO_COLOR'] && io.environment['TERM'] !== 'dumb' && !argv.includes('--no-color'),
  });
  const { interruption, release } = listen(io);
  const app: App = {
    io,
    version,
    secrets,
    interruption,
    print: (text) => write(io.stdout, text),
    reveal: (text) => io.stdout.write(text),
    say,
    progress: (line) => {
      if (argv.includes('--quiet')) return;
      if (!io.stderr.isTerminal) return write(io.stderr, `${line}\n`);
      write(io.stderr, line.slice(0, io.stderr.columns - 1));
      drawn = true;
    },
    terminal: { out: style(io.stdout), err: style(io.stderr) },
  };
  try {
    const { outcome, options, help } = await dispatch(argv, app);
    if (outcome === null) {
      app.print(`${help}\n`);
      return 0;
    }
    if ('text' in outcome) {
      app.print(outcome.text);
      return outcome.exitCode;
    }
    const report = redacted(outcome.report, secrets.redact) as Report;
    try {
      await deliver(report, options, app, async () => io.stdout.drained?.());
    } catch (error) {
      if (report.cleanup.status !== 'incomplete') throw error;
      // Wherever the report was to go, how to undo what is left must not be lost with it.
      say(`${describeError(error)}\nSomething of ours is left. To undo it:\n${report.cleanup.undo.join('\n')}`);
    }
    if (!asksForNagios(argv)) return outcome.report.exitCode;
    return (await import('./reporters/nagios.ts')).nagiosExitCode(outcome.report);
  } catch (thrown) {
    // What an option's own parser threw comes back from yargs as another error with its message.
    const error = thrown instanceof Error && thrown.name === 'YError' ? new UsageError(thrown.message) : thrown;
    say(error instanceof UsageError ? error.message : `This is a mistake of qa itself: ${describeError(error)}`);
    if (argv.includes('--verbose') && error instanceof Error) write(io.stderr, `${error.stack}\n`);
    return error instanceof UsageError && !asksForNagios(argv) ? error.exitCode : 3;
  } finally {
    release();
  }
}

/** A monitoring plugin ends with 0 to 3, and a mistake on its command line is *unknown* to the monitor. */
function asksForNagios(argv: readonly string[]): boolean {
  return argv.some((argument, index) => argument === '--format=nagios' || (argument === 'nagios' && argv[index - 1] === '--format'));
}

interface Dispatched {
  readonly outcome: Outcome | null;
  readonly options: Partial<RunOptions>;
  readonly help: string;
}

async function dispatch(argv: readonly string[], app: App): Promise<Dispatched> {
  let outcome: Outcome | null = null;
  let options: Partial<RunOptions> = {};
  const names = commands.map(({ name }) => name);
  // For a command among several, yargs lays out the whole help before it hands over; for one that stands alone it does not,
  // and only who asks for help pays for it.
  // What the script of `qa completion` asks on every Tab; yargs then wants the options of the command in the line at once.
  const completes = argv[0] === '--get-yargs-completions';
  const completed = completes ? await commands.find(({ name }) => argv.includes(name))?.load() : undefined;
  const isAnswered = completes || argv.length === 0 || argv.includes('--help');
  const named = isAnswered ? undefined : commands.find(({ name }) => name === argv[0]);
  const parser = yargs()
    .scriptName(named === undefined ? 'qa' : `qa ${named.name}`)
    .usage('$0 <command>')
    .locale('en')
    .version(version)
    .exitProcess(false)
    .strict()
    .parserConfiguration({ 'boolean-negation': false, 'greedy-arrays': false })
    .fail((message, error) => {
      throw error ?? new UsageError(sentence(message, names));
    });
  for (const { name, usage, summary, load } of named === undefined ? commands : [named]) {
    parser.command({
      command: named === undefined ? usage : usage.replace(name, '$0'),
      describe: summary,
      builder:
        completed === undefined
          ? async (builder) => (await load()).command.build(builder) as typeof builder
          : (builder) => completed.command.build(builder) as typeof builder,
      handler: async (given) => {
        const restored = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value === dash ? '-' : value]));
        options = restored;
        refuseDrawing(name, options);
        const running = (await load()).command.run(restored as never, app);
        preloadReporters(options);
        outcome = await running;
      },
    });
  }
  const words = (named === undefined ? argv : argv.slice(1)).map((argument) => (argument === '-' ? dash : argument));
  let help = '';
  if (!isAnswered) await parser.parseAsync(words);
  else {
    await parser.parseAsync(argv.length === 0 ? ['--help'] : words, {}, (_error, _given, output) => {
      help = output;
    });
  }
  return { outcome, options, help };
}

/** Said before anything is contacted: a run that has changed something must not end without its report. */
function refuseDrawing(command: string, { format = [] }: Partial<RunOptions>): void {
  const drawing = command.startsWith('verify-') ? format.find(({ format: name }) => drawings.includes(name)) : undefined;
  if (drawing !== undefined) throw new UsageError(`--format ${drawing.format} draws foreign keys, and ${command} looks at none: take another.`);
}

/** What yargs says, as a sentence of ours. */
function sentence(message: string, names: readonly string[]): string {
  const word = /^Unknown arguments?: ([^,\s]+)/.exec(message)?.[1];
  if (word === undefined) return `${message.replace(/\s+/g, ' ').replace(/\.$/, '')}; --help shows what is allowed.`;
  return `"${word}" is neither a command nor an option here; --help lists them.${suggestion(word, names)}`;
}

/** Most of a run is waiting: what will show the report is loaded meanwhile, but not before the first request has gone out. */
function preloadReporters({ format }: Partial<RunOptions>): void {
  if (!Array.isArray(format)) return;
  setTimeout(() => {
    for (const { format: name } of format) reporters[name]().catch(() => undefined);
  }, 50).unref();
}

async function deliver(
  report: Report,
  { format, output, verbose = false, showCurl = false }: Partial<RunOptions>,
  app: App,
  drained: () => Promise<unknown>,
): Promise<void> {
  const chosen: readonly FormatChoice[] = format ?? [{ format: 'table', file: null }];
  for (const { format: name, file } of chosen) {
    const render = await reporters[name]();
    const rendered = render(report, { columns: app.terminal.out.columns, colour: app.terminal.out.colour, verbose, showCurl });
    const pieces = typeof rendered === 'string' ? [rendered] : rendered;
    const place = file ?? output;
    if (place !== undefined) await writeWhole(resolve(app.io.cwd, place), each(pieces, app.secrets.redact));
    else {
      for (const piece of pieces) {
        app.print(piece);
        // Or all of a long report would wait in memory for whoever reads it.
        await drained();
      }
    }
  }
  const summary = app.io.environment['GITHUB_STEP_SUMMARY'];
  if (summary && chosen.some(({ format: name }) => name === 'github')) {
    const { markdown } = await import('./reporters/markdown.ts');
    // Other steps of the job write into the same file.
    await appendFile(summary, app.secrets.redact(markdown(report))).catch((error: unknown) => {
      throw new UsageError(`GITHUB_STEP_SUMMARY, ${summary}, cannot be written: ${describeError(error)}.`);
    });
  }
}

/** A reader sees the old file or the new one, never a half. */
async function writeWhole(path: string, pieces: Iterable<string>): Promise<void> {
  const draft = `${path}.${Date.now()}.tmp`;
  try {
    await writeFile(draft, pieces, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${describeError(error)}.`);
  }
}

function* each(pieces: Iterable<string>, change: (piece: string) => string): Generator<string> {
  for (const piece of pieces) yield change(piece);
}

function listen(io: Io): { readonly interruption: Interruption; readonly release: () => void } {
  const stop = new AbortController();
  const giveUp = new AbortController();
  let code: number | null = null;
  const release = io.onSignal((signal) => {
    if (code !== null) return giveUp.abort(new Error('interrupted twice'));
    code = signal === 'SIGINT' ? 130 : 143;
    stop.abort(new Error('interrupted'));
  });
  return { interruption: { signal: stop.signal, giveUp: giveUp.signal, exitCode: () => code }, release };
}
