import * as z from 'zod/mini';
import { notApplicable, notAsked, unknown, type Withheld } from '../../check.ts';
import { defineProbe } from '../../probe.ts';
import { askLog, linesAsked } from '../railway/deployment-log.ts';
import { railwayCredentials } from '../railway/connect-railway.ts';
import { eventsIn, eventShape } from '../start-log/events.ts';
import { logLines } from '../start-log/lines.ts';
import type { RailwayContext, StartLogContext } from './context.ts';
import { readTail, tailOf, type Tail } from './log-tail.ts';
import { platform, type Platform } from './platform.ts';
import { findRailway } from './railway-command.ts';
import { commandLog } from './railway-log.ts';

export const startLogShape = z.object({
  source: z.enum(['file', 'stdin', 'command', 'graphql']),
  /** The file as it was named, or the deployment's id. */
  name: z.string(),
  /** How many lines were read. */
  lines: z.number(),
  /** True where older lines were left out. */
  isCut: z.boolean(),
  events: z.array(eventShape),
});
export type StartLog = z.infer<typeof startLogShape>;

/**
 * The log that was given, or that of Railway's latest deployment: only the lines that say how a start went.
 */
export const startLog = defineProbe({
  name: 'startLog',
  effect: 'read',
  shape: startLogShape,
  needs: { platform },
  observe: async (
    context: RailwayContext & StartLogContext,
    { platform: told },
  ): Promise<StartLog | Withheld> => {
    const { log } = context;
    if (log?.kind === 'text') return scanned('stdin', 'standard input', tailOf(log.text));
    if (log?.kind === 'file') return scanned('file', log.name, await readTail(log.path));
    return fromRailway(told, context);
  },
});

async function fromRailway(
  { deployment, refusal, source }: Platform,
  context: RailwayContext,
): Promise<StartLog | Withheld> {
  const credentials = railwayCredentials(context.environment);
  const command = credentials === null ? await findRailway(context.environment) : null;
  if (deployment === null || source === 'none' || (credentials === null && command === null)) {
    const reason = `no log was given, and Railway told of none: ${refusal ?? 'it names no deployment'}`;
    // Who gives a token asks for what it opens.
    return source === 'graphql' ? unknown(reason) : notAsked({ without: '--log' }, reason);
  }
  const { id } = deployment;
  const text =
    credentials === null
      ? await commandLog(command ?? 'railway', id, context)
      : await askLog(credentials, id, context);
  const tail = tailOf(text);
  const seen = scanned(source === 'graphql' ? 'graphql' : 'command', id, tail);
  // Railway keeps logs for some days only, and the start of an old deployment is then no longer in them.
  if (seen.events.length === 0) return notApplicable(`the log of deployment ${id} no longer shows a start`);
  return { ...seen, isCut: tail.isCut || seen.lines >= linesAsked };
}

function scanned(source: StartLog['source'], name: string, { text, isCut }: Tail): StartLog {
  const lines = logLines(text);
  return { source, name, lines: lines.length, isCut, events: eventsIn(lines) };
}
