import type { Report } from '../checks/report.ts';
import { describeError } from '../checks/support/describe-error.ts';
import { dispatch } from './command-line.ts';
import { UsageError, type App, type Io, type Sink, type TerminalStyle } from './command.ts';
import { listenForSignals } from './interruption.ts';
import { readOutputOptions } from './options/output-options.ts';
import { deliver } from './output/deliver.ts';
import { visible } from './output/visible.ts';
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
  secrets.add(io.environment['QA_TOKEN']?.trim() ?? '');
  const { quiet, verbose, noColor, nagios } = readOutputOptions(argv);
  let drawn = false;
  const write = (sink: Sink, text: string): void => {
    if (drawn) io.stderr.write('\r\u001b[2K');
    drawn = false;
    sink.write(secrets.redact(text));
  };
  const say = (line: string): void => write(io.stderr, `qa: ${visible(line)}\n`);
  const plain = noColor || Boolean(io.environment['NO_COLOR']) || io.environment['TERM'] === 'dumb';
  const style = (sink: Sink): TerminalStyle => ({
    isTerminal: sink.isTerminal,
    columns: sink.columns,
    colour: sink.isTerminal && !plain,
  });
  const { interruption, release } = listenForSignals(io);
  const app: App = {
    io,
    version,
    secrets,
    interruption,
    runCommand: async (line, inner) => (await dispatch(line, inner)).outcome,
    print: (text) => write(io.stdout, text),
    reveal: (text) => io.stdout.write(text),
    say,
    progress: (given) => {
      if (quiet) return;
      const line = visible(given);
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
      const undo = report.cleanup.undo.join('\n');
      say(`${describeError(error)}\nSomething of ours is left. To undo it:\n${undo}`);
    }
    if (!nagios) return outcome.report.exitCode;
    return (await import('./reporters/nagios.ts')).nagiosExitCode(outcome.report);
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
    release();
  }
}
