#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import type { Sink } from './command.ts';
import { version } from './version.ts';

// Answered before anything is loaded: a script that only asks for the version should not wait for yargs.
if (process.argv.length === 3 && /^(--version|-V)$/.test(process.argv[2] ?? '')) {
  process.stdout.on('error', () => (process.exitCode = 2));
  process.stdout.write(`${version}\n`);
} else {
  // Who only listens for messages must not end a run that has something to undo.
  process.stderr.on('error', () => undefined);
  // Where nothing is waited for any more and no answer was given, silence must not pass for one: node would
  // end with 13, which is not an exit code of ours.
  const endedInSilence = (): void => {
    process.stderr.write('qa: This is a mistake of qa itself: it ended before it had an answer.\n');
    process.exitCode = 3;
  };
  process.once('beforeExit', endedInSilence);
  const { run } = await import('./run.ts');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const code = await run(process.argv.slice(2), {
    environment: process.env,
    cwd: process.cwd(),
    documents: documents(),
    processes: { own: process.pid, isRunning },
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      const { decodeText } = await import('../checks/support/decode-text.ts');
      return decodeText(Buffer.concat(chunks));
    },
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    onSignal: (listener) => {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  });
  // A connection that some server holds open must not hold the process; what was written goes out first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/**
 * A process that may not be signalled runs all the same; one that has ended and waits for its parent does
 * not.
 */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    // The state follows the name, which stands in brackets and may hold anything (man 5 proc_pid_stat).
    return !/^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^[^]*\) /, ''));
  } catch {
    return true;
  }
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // While it asks, the terminal's Ctrl-C is a key; and behind Ctrl-D nothing would ever come.
  const left = new AbortController();
  asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  asking.on('close', () => left.abort(new Error('the input has ended')));
  try {
    return await asking.question(question, { signal: AbortSignal.any([signal, left.signal]) });
  } catch (error) {
    throw signal.aborted ? signal.reason : (left.signal.reason ?? error);
  } finally {
    asking.close();
  }
}

/** The page about the codes, where this program was installed with its documents. */
function documents(): string | null {
  const page = new URL('../docs/checks.md', import.meta.url);
  return existsSync(page) ? page.href : null;
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  let failure: Error | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`qa … | head`) is not an error.
    if (error.code !== 'EPIPE') failure ??= error;
  });
  return {
    write: (text) => void stream.write(text),
    // Called back for a reader that is gone too, and a turn before the stream says why.
    drained: () => new Promise((resolve) => stream.write('', () => setImmediate(() => resolve(failure)))),
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 80,
  };
}
