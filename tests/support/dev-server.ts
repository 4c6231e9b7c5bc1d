import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { recorded } from './command-line.ts';
import { ownProcesses } from './own-processes.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from '../../src/qa/command.ts';
import { run } from '../../src/qa/run.ts';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningDev {
  /** Where it was started, hence where `.qa/dev.json` is. */
  readonly cwd: string;
  /** What it has written to standard output so far. */
  readonly output: () => string;
  /** Runs another command line in the same directory. */
  qa(...argv: string[]): Promise<Ran>;
  /** The same, with more variables in its environment. */
  qaIn(environment: Readonly<Record<string, string>>, ...argv: string[]): Promise<Ran>;
  /** Interrupts it, waits for its end, and removes the directory. */
  stop(): Promise<Ran>;
}

/** A `qa dev` in this process, in a directory of its own, once it is ready. */
export async function startDev(...argv: string[]): Promise<RunningDev> {
  const cwd = await mkdtemp(join(tmpdir(), 'qa dev '));
  const dev = begin(cwd, ['dev', '--port', '0', ...argv]);
  let ended = false;
  void dev.ended.then(() => (ended = true));
  while (!(await readFile(join(cwd, '.qa', 'dev.json'), 'utf8').catch(() => ''))) {
    if (ended) throw new Error(`qa dev did not start: ${(await dev.ended).stderr}`);
    await pause(10);
  }
  return {
    cwd,
    output: dev.output,
    qa: (...line) => begin(cwd, line).ended,
    qaIn: (environment, ...line) => begin(cwd, line, environment).ended,
    stop: async () => {
      dev.interrupt();
      const ran = await dev.ended;
      await rm(cwd, { recursive: true });
      return ran;
    },
  };
}

function begin(cwd: string, argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { written, stdout, stderr } = recorded();
  const listeners = new Set<Parameters<Io['onSignal']>[0]>();
  const ended = run(argv, {
    environment: { QA_STATE_DIR: join(cwd, 'state'), ...more },
    cwd,
    processes: ownProcesses,
    readStdin: () => Promise.resolve(''),
    stdout,
    stderr,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  }).then((exitCode): Ran => ({ exitCode, ...written }));
  return {
    ended,
    output: () => written.stdout,
    interrupt: () => listeners.forEach((listener) => listener('SIGINT')),
  };
}
