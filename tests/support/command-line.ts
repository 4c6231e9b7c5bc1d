import type { Io, Sink } from '../../src/qa/command.ts';
import { run } from '../../src/qa/run.ts';
import { ownProcesses } from './own-processes.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Around {
  readonly environment?: Record<string, string>;
  readonly stdin?: string;
  readonly cwd?: string;
  /** How a test interrupts the run; nobody does where it is absent. */
  readonly onSignal?: Io['onSignal'];
  /** What a person at a terminal answers; nobody sits there where it is absent. */
  readonly ask?: Io['ask'];
}

/** What a run writes, and where it writes it to: off a terminal, or on one of so many columns. */
export function recorded(terminal: { readonly columns: number } | null = null) {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written): Sink => ({
    write: (text) => void (written[name] += text),
    isTerminal: terminal !== null,
    columns: terminal?.columns ?? 80,
  });
  return { written, stdout: sink('stdout'), stderr: sink('stderr') };
}

/** Runs one command line in this process, off a terminal. */
export async function runLine(
  argv: readonly string[],
  { environment = {}, stdin = '', cwd = '/', onSignal = () => () => undefined, ask }: Around = {},
): Promise<Ended> {
  const { written, stdout, stderr } = recorded();
  const code = await run(argv, {
    environment,
    cwd,
    processes: ownProcesses,
    readStdin: async () => stdin,
    ...(ask === undefined ? {} : { ask }),
    stdout,
    stderr,
    onSignal,
  });
  return { code, ...written };
}

/** Prose as it was before it was broken into lines. */
export function unwrapped(text: string): string {
  return text.replace(/\n {2}(?=\S)/g, ' ');
}
