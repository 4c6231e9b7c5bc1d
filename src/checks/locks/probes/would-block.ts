import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { holderShape, type Holder } from '../look/holder.ts';
import { lockModes, sqlMode } from '../modes/modes.ts';
import type { Wanted } from '../statement/wanted.ts';
import type { LocksContext } from './context.ts';
import { readHolders } from './holders.ts';
import { resolveWanted } from './wanted-tables.ts';

export const wouldBlockShape = z.object({
  /** As whom it was looked at. */
  role: z.string(),
  /** `server_version_num`: 150018. */
  version: z.number(),
  /** True on a hot standby: no schema change can run there. */
  standby: z.boolean(),
  /** The locks that it would take, by relation; it waits besides for all in the way of `waitsOut`. */
  locks: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      mode: z.enum(lockModes),
      waitsOut: z.optional(z.enum(lockModes)),
    }),
  ),
  /** True where it waits for every older snapshot of this database, too. */
  snapshots: z.optional(z.boolean()),
  /** Why it could lock more than that, each a sentence without its stop. */
  untold: z.optional(z.array(z.string())),
  /** Names that are no table here, and those that are several. */
  missing: z.array(z.string()),
  ambiguous: z.array(z.object({ name: z.string(), candidates: z.array(z.string()) })),
  /** Who would be in the way: two looks a moment apart, or one where nobody was. */
  looks: z.array(z.array(holderShape)),
  /** Who may have changed or locked rows that it waits for; no lock of a table tells which rows. */
  rowLooks: z.optional(z.array(z.array(holderShape))),
  /** Who is connected to this database, and so could queue behind the waiting statement. */
  connected: z.array(z.object({ application: z.string(), sessions: z.number() })),
});
export type WouldBlock = z.infer<typeof wouldBlockShape>;

export interface WouldBlockContext extends LocksContext {
  /** What the statement asks for, read from its text. */
  readonly wanted: readonly Wanted[];
  /** Why its text does not tell all of it. */
  readonly untold?: readonly string[];
}

/** Who stands in the way of a schema change that is not run. */
export const wouldBlock = defineProbe({
  name: 'would-block',
  effect: 'read',
  shape: wouldBlockShape,
  async observe(context: WouldBlockContext): Promise<WouldBlock> {
    const { database, limits, wanted, untold = [], pauseMs, signal } = context;
    const { version, standby, role, resolved, connected } = await database.read(
      async (session) => ({
        version: session.version,
        standby: session.standby,
        role: (await session.query<{ role: string }>('select current_user as role'))[0]?.role ?? '',
        resolved: await resolveWanted(session, wanted),
        connected: await session.query<WouldBlock['connected'][number]>(connectedQuery),
      }),
      limits,
    );
    const { locks, rows, snapshots, missing, ambiguous } = resolved;
    const requests = locks.flatMap((lock) =>
      [lock.mode, ...(lock.waitsOut === undefined ? [] : [lock.waitsOut])].map((mode) => ({
        ...lock,
        mode: sqlMode(mode),
        inherited: true,
      })),
    );
    const look = () => readHolders(database, requests, limits, null, snapshots);
    const lookAtRows = async () =>
      rows.length === 0
        ? []
        : rowHolders(
            await readHolders(
              database,
              rows.map((table) => ({ ...table, mode: 'EXCLUSIVE', inherited: true })),
              limits,
            ),
          );
    const looks = [await look()];
    const rowLooks = [await lookAtRows()];
    if ([...looks, ...rowLooks].some((holders) => holders.length > 0)) {
      await pause(pauseMs, undefined, { signal });
      looks.push(await look());
      rowLooks.push(await lookAtRows());
    }
    return {
      role,
      version,
      standby,
      locks: locks.map(({ schema, table, mode, waitsOut }) => ({ schema, table, mode, waitsOut })),
      snapshots,
      untold: [...untold, ...resolved.untold],
      missing: [...missing],
      ambiguous: ambiguous.map(({ name, candidates }) => ({ name, candidates: [...candidates] })),
      looks,
      rowLooks,
      connected,
    };
  },
});

/** Nobody locks a row without one of these locks of its table. */
function rowHolders(holders: readonly Holder[]): Holder[] {
  return holders.filter(({ locks }) => locks.some((lock) => /^Row(Share|Exclusive)Lock /.test(lock)));
}

const connectedQuery = `
select coalesce(nullif(a.application_name, ''), 'without a name') as application, pg_catalog.count(*)::int
  as sessions
from pg_catalog.pg_stat_activity as a
where a.datname = pg_catalog.current_database() and a.usename is not null and a.pid <>
  pg_catalog.pg_backend_pid()
group by 1
order by 2 desc, 1`;
