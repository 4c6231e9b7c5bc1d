import { linesAsked } from '../railway/deployment-log.ts';
import type { RailwayContext } from './context.ts';

/**
 * The last lines of a deployment's log by the `railway` command. Throws what it says where it tells none.
 * Releases before 4.9 know no `--lines` and go on telling what comes: what came until the time was over is
 * what there is.
 */
export async function commandLog(
  path: string,
  deploymentId: string,
  context: Pick<RailwayContext, 'environment' | 'cwd' | 'connection' | 'signal'>,
): Promise<string> {
  const words = ['logs', deploymentId, '--deployment', '--json'];
  const asked = await run(path, [...words, '--lines', String(linesAsked)], context);
  if (!/unexpected argument '--lines'/.test(asked.failure ?? '')) return told(asked);
  const streamed = await run(path, words, context);
  return told(streamed.stdout === '' ? streamed : { ...streamed, failure: null });
}

interface Ran {
  readonly stdout: string;
  readonly failure: string | null;
}

function told({ stdout, failure }: Ran): string {
  if (failure !== null) throw new Error(failure);
  return stdout;
}

async function run(
  path: string,
  words: readonly string[],
  {
    environment,
    cwd,
    connection,
    signal,
  }: Pick<RailwayContext, 'environment' | 'cwd' | 'connection' | 'signal'>,
): Promise<Ran> {
  const { execFile } = await import('node:child_process');
  const { timeoutMs } = connection;
  return new Promise((resolve) => {
    const child = execFile(
      path,
      [...words],
      { cwd, env: { ...environment }, timeout: timeoutMs, signal, maxBuffer: 8 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ stdout, failure: null });
        const said = stderr.trim().split('\n')[0];
        const reason =
          error.killed === true
            ? `no answer within ${timeoutMs} ms`
            : said || `exit code ${error.code ?? 'unknown'}`;
        resolve({ stdout, failure: `railway logs: ${reason}` });
      },
    );
    // Whoever is not logged in would be asked, and waited for.
    child.stdin?.end();
  });
}
