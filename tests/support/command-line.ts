import { run } from '../../src/qa/run.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, off a terminal. */
export async function runLine(
  argv: readonly string[],
  { environment = {}, stdin = '', cwd = '/' }: { readonly environment?: Record<string, string>; readonly stdin?: string; readonly cwd?: string } = {},
): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    environment,
    cwd,
    readStdin: async () => stdin,
    stdout: { write: (text) => void (stdout += text), isTerminal: false, columns: 80 },
    stderr: { write: (text) => void (stderr += text), isTerminal: false, columns: 80 },
    onSignal: () => () => undefined,
  });
  return { code, stdout, stderr };
}
