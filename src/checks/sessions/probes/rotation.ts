import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { sqlState } from '../../postgres/session/errors.ts';
import { defineProbe } from '../../probe.ts';
import { lostOptions } from '../pooler/lost-options.ts';
import type { SessionsContext } from './context.ts';
import { firstClient, refusalOfTransactions, type FirstClient } from './first-client.ts';
import { openPlain, plainOptions, type PlainConnection, type PlainOptions } from './plain-connection.ts';
import { startupOptions, type StartupOptions } from './startup-options.ts';

export const rotationShape = z.object({
  /** The `application_name` that the server sees for a client that gave its own. */
  applicationName: z.object({ asked: z.string(), seen: z.string() }),
  /** Who served which client, in the order of their transactions; all clients were connected all the time. */
  served: z.array(z.object({ client: z.number(), announcedPid: z.nullable(z.number()), pid: z.number() })),
  /** Why a transaction of several statements is not possible; null where it is. */
  transactionRefused: z.nullable(z.string()),
  /** Why no second client could be served beside the first; null where it could, or was not needed. */
  othersFailed: z.nullable(z.string()),
  /**
   * True where another client waited in vain while one that is connected ended transaction after transaction.
   */
  heldUp: z.optional(z.boolean()),
});
export type Rotation = z.infer<typeof rotationShape>;

const clients = 3;
const rounds = 4;
/**
 * Longer than this a pool that has connections to give does not take; one that has none would let us wait for
 * minutes.
 */
const patienceMs = 2000;
/**
 * The statements of one round overlap: a pool that takes its connections in turn has to give each client
 * another one.
 */
const look = `select pg_catalog.pg_backend_pid() as pid, pg_catalog.pg_sleep(0.02),
  pg_catalog.current_setting('application_name') as name`;

/**
 * Compares who serves a client over several transactions, while other clients make a pool hand its
 * connections round.
 */
export async function watchRotation(
  options: PlainOptions,
  asked: StartupOptions,
  alone: FirstClient,
): Promise<Rotation> {
  if (isServersOwn(alone) && allArrived(asked)) return aloneRotation(options, alone);
  const open: PlainConnection[] = [];
  const served: Rotation['served'][number][] = [];
  const turn = async (client: number, connection: PlainConnection): Promise<string> => {
    const [row] = await connection.query<{ pid: number; name: string }>(look);
    if (row !== undefined) served.push({ client, announcedPid: connection.announcedPid, pid: row.pid });
    return row?.name ?? '';
  };
  try {
    const first = await openPlain(options);
    open.push(first);
    const seen = await turn(0, first);
    await turn(0, first);
    const transactionRefused = await refusalOfTransactions(first);
    const applicationName = { asked: options.applicationName, seen };
    const held = { up: false };
    const othersFailed = await rotate(open, options, turn, held);
    return { applicationName, served, transactionRefused, othersFailed, heldUp: held.up };
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
  }
}

/** A pooler may pass on what the server announces; what is asked for at start-up is then lost. */
function allArrived({ asked, ways }: StartupOptions): boolean {
  return ways.every((way) => way.outcome === 'accepted' && lostOptions(asked, way).length === 0);
}

function isServersOwn({ announcedPid, pids }: FirstClient): boolean {
  return pids.every((pid) => pid === announcedPid);
}

/** Nobody shares a backend that the server itself announced: no other clients are needed to see that. */
function aloneRotation({ applicationName: asked }: PlainOptions, alone: FirstClient): Rotation {
  const { applicationName: seen, announcedPid, pids, transactionRefused } = alone;
  return {
    applicationName: { asked, seen },
    served: pids.map((pid) => ({ client: 0, announcedPid, pid })),
    transactionRefused,
    othersFailed: null,
  };
}

async function rotate(
  open: PlainConnection[],
  options: PlainOptions,
  turn: (client: number, connection: PlainConnection) => Promise<unknown>,
  held: { up: boolean },
): Promise<string | null> {
  try {
    const patient = { ...options, queryTimeoutMs: Math.min(options.queryTimeoutMs, patienceMs) };
    const wanted = Array.from({ length: clients }, () => openPlain(patient));
    const opened = await Promise.allSettled(wanted);
    // All that are open have to be closed, whatever became of the others.
    open.push(...opened.flatMap((opening) => (opening.status === 'fulfilled' ? [opening.value] : [])));
    for (const opening of opened) if (opening.status === 'rejected') throw opening.reason;
    for (let round = 0; round < rounds; round += 1) {
      options.signal.throwIfAborted();
      const [first, ...others] = open;
      // Whoever waits gets what is given back behind each of these, unless it is never given back.
      let given = 0;
      let waiting = others.length;
      const giving = (async () => {
        if (first !== undefined) for (; waiting > 0 && given < rounds; given += 1) await turn(0, first);
      })();
      const turns = others.map((connection, index) =>
        turn(index + 1, connection)
          .catch((error: unknown) => {
            held.up ||= given === rounds && sqlState(error) === null;
            throw error;
          })
          .finally(() => (waiting -= 1)),
      );
      await Promise.all([...turns, giving]);
    }
    return null;
  } catch (error) {
    options.signal.throwIfAborted();
    return describeError(error);
  }
}

export const rotation = defineProbe({
  name: 'rotation',
  effect: 'read',
  shape: rotationShape,
  // One after the other: a server that is short of connections is not asked for many at once.
  needs: { startupOptions },
  observe: async (context: SessionsContext, given): Promise<Rotation> =>
    watchRotation(plainOptions(context), given.startupOptions, await firstClient(context)),
});
