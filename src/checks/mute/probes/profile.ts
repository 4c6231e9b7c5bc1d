import * as z from 'zod/mini';
import { qualifiedName } from '../../postgres/sql/identifier.ts';
import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import { defineProbe, type RunContext } from '../../probe.ts';

const profileShape = z.object({
  /** `schema.table` of the profiles; null where the database has no such table. */
  table: z.nullable(z.string()),
  /** Whether the table has a row for the token's user; null where there is no such table. */
  present: z.nullable(z.boolean()),
});
export type Profile = z.infer<typeof profileShape>;

/** What it takes to look a user up. */
export interface ProfileContext extends RunContext {
  readonly database: Database;
  readonly limits: ReadLimits;
  /** The token's `sub`. */
  readonly user: string;
}

/**
 * Whether the user of the token has a row in `user_profiles`: without one, the right key refuses every mute.
 */
export const profile = defineProbe({
  name: 'profile',
  effect: 'read',
  shape: profileShape,
  observe: async ({ database, limits, user }: ProfileContext): Promise<Profile> =>
    database.read(async (session) => {
      const [table] = await session.query<{ schema: string }>(tableQuery);
      if (table === undefined) return { table: null, present: null };
      const name = qualifiedName(table.schema, 'user_profiles');
      const [row] = await session.query<{ present: boolean }>(
        `select exists (select from ${name} where user_id::text = $1) as present`,
        [user],
      );
      return { table: name, present: row?.present ?? null };
    }, limits),
});

const tableQuery = `
select n.nspname as schema
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
where c.relname = 'user_profiles' and c.relkind in ('r', 'p') and n.nspname <> 'information_schema'
order by n.nspname <> 'public', n.nspname
limit 1`;
