/**
 * Runs many command lines side by side in one process, each with an environment of its own: whoever kills
 * that process kills them all, each where it stands. usage: node many-lines.mjs '[{"argv": [], "environment":
 * {}}]'. How they ended is written to standard output as JSON; standard error gets `ended N` for each, and
 * the name of a signal once it has arrived.
 */
import { recorded } from './command-line.ts';
import { ownProcesses } from './own-processes.ts';
import { run } from '../../src/qa/run.ts';

export interface Line {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const signals = ['SIGINT', 'SIGTERM'] as const;
process.setMaxListeners(0);

async function end(
  { argv, environment }: Line,
  index: number,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { written, stdout, stderr } = recorded();
  const code = await run(argv, {
    environment,
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    stdout,
    stderr,
    onSignal: (listener) => {
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  });
  process.stderr.write(`ended ${index}\n`);
  return { code, ...written };
}

const lines = JSON.parse(process.argv[2] ?? '[]') as Line[];
for (const signal of signals) process.on(signal, () => process.stderr.write(`${signal}\n`));
const ends = await Promise.all(lines.map(end));
process.stdout.write(JSON.stringify(ends), () => process.exit(0));
