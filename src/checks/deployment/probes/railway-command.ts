import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  bypassAmong,
  domainsAmong,
  onlyLatestDeployment,
  readDeployment,
  type RailwayDeployment,
} from '../railway/deployment-record.ts';
import { runRailway } from './run-railway.ts';
import { type RailwayContext } from './context.ts';

/** What Railway told, and what kept it from telling more. */
export interface RailwayTold {
  readonly deployment: RailwayDeployment | null;
  /** The bypass flag's value, null when it is not set, undefined when variables could not be read. */
  readonly bypass: string | null | undefined;
  /** Where the service answers, or some service of the project; empty where that is not told. */
  readonly domains: readonly string[];
  /** Null when all that was asked was answered. */
  readonly refusal: string | null;
}

type Context = Pick<RailwayContext, 'environment' | 'cwd' | 'connection' | 'signal'>;

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
export async function askCommand(path: string, context: Context): Promise<RailwayTold> {
  const [list, status, variables] = await Promise.all([
    readJson(path, ['deployment', 'list', '--json', '--limit', '1'], context),
    readJson(path, ['status', '--json'], context),
    readJson(path, ['variables', '--json'], context),
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

async function readJson(
  path: string,
  words: readonly string[],
  context: Context,
): Promise<{ json: unknown; failure: string | null }> {
  const asked = `railway ${words.join(' ')}`;
  const { stdout, failure } = await runRailway(path, words, context);
  if (failure !== null) return { json: undefined, failure: `${asked}: ${failure}` };
  try {
    return { json: JSON.parse(stdout), failure: null };
  } catch {
    return { json: undefined, failure: `${asked}: the output is not JSON` };
  }
}
