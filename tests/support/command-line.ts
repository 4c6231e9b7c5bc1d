import type { Io } from '../../src/qa/command.ts';
import { run } from '../../src/qa/run.ts';

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

/** What tests know of processes: their own runs, and everybody else's number is free. */
export const ownProcesses: Io['processes'] = { own: process.pid, isRunning: (pid) => pid === process.pid };

/** Runs one command line in this process, off a terminal. */
export async function runLine(
  argv: readonly string[],
  { environment = {}, stdin = '', cwd = '/', onSignal = () => () => undefined, ask }: Around = {},
): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    environment,
    cwd,
    processes: ownProcesses,
    readStdin: async () => stdin,
    ...(ask === undefined ? {} : { ask }),
    stdout: { write: (text) => void (stdout += text), isTerminal: false, columns: 80 },
    stderr: { write: (text) => void (stderr += text), isTerminal: false, columns: 80 },
    onSignal,
  });
  return { code, stdout, stderr };
}

/** Prose as it was before it was broken into lines. */
export function unwrapped(text: string): string {
  return text.replace(/\n {2}(?=\S)/g, ' ');
}
