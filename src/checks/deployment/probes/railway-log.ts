import { linesAsked } from '../railway/deployment-log.ts';
import type { RailwayContext } from './context.ts';
import { runRailway, type RailwayRun } from './run-railway.ts';

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
  const asked = await runRailway(path, [...words, '--lines', String(linesAsked)], context);
  if (!/unexpected argument '--lines'/.test(asked.failure ?? '')) return linesOf(asked);
  const streamed = await runRailway(path, words, context);
  return linesOf(streamed.stdout === '' ? streamed : { ...streamed, failure: null });
}

function linesOf({ stdout, failure }: RailwayRun): string {
  if (failure !== null) throw new Error(`railway logs: ${failure}`);
  return stdout;
}
