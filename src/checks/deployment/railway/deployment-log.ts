import * as z from 'zod/mini';
import type { RailwayContext } from '../probes/context.ts';
import { connectRailway } from './connect-railway.ts';

/** Lines that are asked for: a start that fails says so in its last ones. */
export const linesAsked = 1_000;

const logQuery =
  'query ($deploymentId: String!, $limit: Int) { deploymentLogs(deploymentId: $deploymentId, limit: ' +
  '$limit) { timestamp message } }';

const entries = z.array(z.object({ timestamp: z.string(), message: z.string() }));

/** The last lines of a deployment's log, the oldest first, each behind its time. Throws what was refused. */
export async function askLog(
  credentials: Record<string, string>,
  deploymentId: string,
  context: Pick<RailwayContext, 'environment' | 'connection' | 'signal'>,
): Promise<string> {
  const { ask, close } = connectRailway(credentials, context);
  try {
    const { deploymentLogs } = await ask(logQuery, { deploymentId, limit: linesAsked });
    const lines = entries
      .parse(deploymentLogs)
      .toSorted((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
    return lines.map((line) => JSON.stringify(line)).join('\n');
  } finally {
    await close();
  }
}
