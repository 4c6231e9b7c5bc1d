import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  bypassAmong,
  domainsAmong,
  onlyLatestDeployment,
  readDeployment,
  type RailwayDeployment,
} from '../railway/deployment-record.ts';

/** What Railway told, and what kept it from telling more. */
export interface RailwayTold {
  readonly deployment: RailwayDeployment | null;
  /** The bypass flag's value, null when it is not set, undefined when variables were not to be seen. */
  readonly bypass: string | null | undefined;
  /** Where the service answers, or some service of the project; empty where that is not told. */
  readonly domains: readonly string[];
  /** Null when all that was asked was answered. */
  readonly refusal: string | null;
}

interface Options {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The `railway` command on PATH; null when there is none. */
export async function findRailway({
  PATH = '',
}: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  for (const folder of PATH.split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, 'railway');
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

/** Asks the linked project through the command line, read-only. What it cannot or may not tell stays open. */
export async function askCommand(path: string, options: Options): Promise<RailwayTold> {
  const [list, status, variables] = await Promise.all([
    run(path, ['deployment', 'list', '--json', '--limit', '1'], options),
    run(path, ['status', '--json'], options),
    run(path, ['variables', '--json'], options),
  ]);
  const latest = Array.isArray(list.json) ? readDeployment(list.json[0]) : null;
  const project = onlyLatestDeployment(status.json);
  const deployment =
    latest === null
      ? project
      : project?.id === latest.id
        ? { ...latest, instances: project.instances }
        : latest;
  const bypass = bypassAmong(variables.json);
  const refusals = [deployment === null ? (list.failure ?? status.failure) : null, variables.failure];
  return {
    deployment,
    bypass,
    domains: domainsAmong(status.json),
    refusal: refusals.find((refusal) => refusal !== null) ?? null,
  };
}

async function run(
  path: string,
  words: readonly string[],
  { environment, cwd, timeoutMs, signal }: Options,
): Promise<{ json: unknown; failure: string | null }> {
  const { execFile } = await import('node:child_process');
  const asked = `railway ${words.join(' ')}`;
  return new Promise((resolve) => {
    const child = execFile(
      path,
      [...words],
      { cwd, env: { ...environment }, timeout: timeoutMs, signal, maxBuffer: 8 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error !== null) {
          const said = stderr.trim().split('\n')[0];
          const reason =
            error.killed === true
              ? `no answer within ${timeoutMs} ms`
              : said || `exit code ${error.code ?? 'unknown'}`;
          return resolve({ json: undefined, failure: `${asked}: ${reason}` });
        }
        try {
          resolve({ json: JSON.parse(stdout), failure: null });
        } catch {
          resolve({ json: undefined, failure: `${asked}: the output is not JSON` });
        }
      },
    );
    // Whoever is not logged in would be asked, and waited for.
    child.stdin?.end();
  });
}
