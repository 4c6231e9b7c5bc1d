import type { Report } from '../checks/report.ts';
import { describeError } from '../checks/support/describe-error.ts';
import { dispatch } from './command-line.ts';
import { UsageError, type App, type Io, type Sink, type TerminalStyle } from './command.ts';
import { listenForSignals } from './interruption.ts';
import { readOutputOptions } from './options/output-options.ts';
import { spellOut } from './options/words.ts';
import { toAscii } from './output/ascii.ts';
import { deliver } from './output/deliver.ts';
import { shownText } from './output/shown-text.ts';
import { terminalStyle } from './output/terminal-style.ts';
import { createPassingLine } from './output/passing-line.ts';
import { visible } from './output/visible.ts';
import { send } from './output/send.ts';
import { redacted } from './secrets/redact-value.ts';
import { createSecrets } from './secrets/secrets.ts';
import { version } from './version.ts';

/**
 * Runs one command line and says how it ended. Never throws. Everything that is written passes `secrets`
 * here, but for what `reveal` is meant for.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const secrets = createSecrets();
  // Whichever command runs, and whatever it says of its own mistakes.
  for (const name of ['QA_TOKEN', 'RAILWAY_TOKEN', 'RAILWAY_API_TOKEN'])
    secrets.add(io.environment[name]?.trim() ?? '');
  const { quiet, verbose, colour, ascii, nagios } = readOutputOptions(argv.flatMap(spellOut));
  const write = (sink: Sink, text: string): void => sink.write(secrets.redact(text));
  const style = (sink: Sink): TerminalStyle => terminalStyle(sink, io.environment, { colour, ascii });
  const terminal = { out: style(io.stdout), err: style(io.stderr) };
  const plain = (text: string, { ascii: isPlain }: TerminalStyle): string => (isPlain ? toAscii(text) : text);
  const passing = createPassingLine((text) => write(io.stderr, text), terminal.err.columns);
  // What cannot take a line back would keep every one of them.
  const isWatched = io.stderr.isTerminal && !quiet && io.environment['TERM'] !== 'dumb';
  const atWork = (): void => {
    if (isWatched) passing.await('still at work');
  };
  /** What needs the terminal for itself for a while. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    passing.end();
    try {
      return await work();
    } finally {
      atWork();
    }
  };
  const say = (line: string): void => {
    passing.giveWay();
    write(io.stderr, plain(`qa: ${visible(line)}\n`, terminal.err));
  };
  const { interruption, release } = listenForSignals(io);
  const { ask } = io;
  const app: App = {
    io: {
      ...io,
      readStdin: () => alone(io.readStdin),
      ...(ask !== undefined && { ask: (question, signal) => alone(() => ask(question, signal)) }),
    },
    version,
    secrets,
    interruption,
    runCommand: async (line, inner) => (await dispatch(line, inner)).outcome,
    print: (text) => {
      passing.end();
      write(io.stdout, text);
    },
    reveal: (text) => {
      passing.end();
      io.stdout.write(text);
    },
    say,
    progress: (said) => {
      if (quiet) return;
      const line = plain(visible(said), terminal.err);
      if (isWatched) passing.show(line);
      else if (verbose) write(io.stderr, `${line}\n`);
    },
    terminal,
  };
  atWork();
  try {
    const { outcome, options, help } = await dispatch(argv, app);
    passing.end();
    if (outcome === null) {
      app.print(plain(`${help}\n`, terminal.out));
      await heard(io.stdout);
      return 0;
    }
    if ('text' in outcome) {
      app.print(shownText(outcome, terminal.out));
      await heard(io.stdout);
      return outcome.exitCode;
    }
    const report = redacted(outcome.report, secrets.redact) as Report;
    try {
      await deliver(report, options, app, () => heard(io.stdout));
      if (options.record === true) await (await import('./state/runs.ts')).recordRun(report, app);
    } catch (error) {
      if (report.cleanup.status !== 'incomplete') throw error;
      // Wherever the report was to go, how to undo what is left must not be lost with it.
      const undo = report.cleanup.undo.join('\n');
      say(`${describeError(error)}\nSomething of ours is left. To undo it:\n${undo}`);
    }
    const isHeard = await send(report, options, app);
    const exitCode = isHeard || report.exitCode !== 0 ? report.exitCode : 3;
    if (!nagios) return exitCode;
    return (await import('./reporters/nagios.ts')).nagiosExitCode({ ...report, exitCode });
  } catch (thrown) {
    // What an option's own parser threw comes back from yargs as another error with its message.
    const error =
      thrown instanceof Error && thrown.name === 'YError' ? new UsageError(thrown.message) : thrown;
    say(
      error instanceof UsageError ? error.message : `This is a mistake of qa itself: ${describeError(error)}`,
    );
    if (verbose && error instanceof Error) write(io.stderr, `${error.stack}\n`);
    return error instanceof UsageError && !nagios ? error.exitCode : 3;
  } finally {
    passing.end();
    release();
  }
}

/** Waits until what was written is taken, and throws {@link UsageError} where it cannot be. */
async function heard({ drained }: Sink): Promise<void> {
  const failure = (await drained?.()) ?? null;
  if (failure !== null) throw new UsageError(`Standard output cannot be written: ${describeError(failure)}.`);
}
