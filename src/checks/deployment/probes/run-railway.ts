import type { RailwayContext } from './context.ts';

/** What the command printed, and why it failed; null where it did not. */
export interface RailwayRun {
  readonly stdout: string;
  readonly failure: string | null;
}

/** Bytes that a command may print. */
const mostBytes = 8 * 1024 * 1024;

/** Runs the `railway` command once, within the time for one request. Never rejects. */
export async function runRailway(
  path: string,
  words: readonly string[],
  {
    environment,
    cwd,
    connection,
    signal,
  }: Pick<RailwayContext, 'environment' | 'cwd' | 'connection' | 'signal'>,
): Promise<RailwayRun> {
  const { execFile } = await import('node:child_process');
  const { timeoutMs } = connection;
  return new Promise((resolve) => {
    const child = execFile(
      path,
      [...words],
      { cwd, env: { ...environment }, timeout: timeoutMs, signal, maxBuffer: mostBytes },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ stdout, failure: null });
        const [printed] = stderr.trim().split('\n');
        const failure =
          error.killed === true
            ? `no answer within ${timeoutMs} ms`
            : printed || `exit code ${error.code ?? 'unknown'}`;
        resolve({ stdout, failure });
      },
    );
    // Whoever is not logged in would be asked, and waited for.
    child.stdin?.end();
  });
}
