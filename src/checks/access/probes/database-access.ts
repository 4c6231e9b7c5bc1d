import * as z from 'zod/mini';
import { likePattern, managedSchemas } from '../../foreign-keys/catalog/selection.ts';
import { explainDatabaseError } from '../../postgres/session/errors.ts';
import type { Database, ReadLimits } from '../../postgres/session/session.ts';
import { CredentialsRefused, defineProbe, type RunContext } from '../../probe.ts';

const rightsShape = z.object({
  /** `server_version_num` */
  version: z.number(),
  /** True on a hot standby. */
  standby: z.boolean(),
  role: z.string(),
  superuser: z.boolean(),
  /** Sees what sessions of other roles do. */
  seesSessions: z.boolean(),
  /** User tables, without those of schemas that a platform looks after. */
  tables: z.number(),
  /** Of these: all rows can be read, so that rows without a parent can be counted. */
  readable: z.number(),
  /** Of these: selecting is granted, and a row policy hides rows. */
  behindPolicies: z.number(),
  /** Of these: it may change them, as `repair-fk --apply` does. */
  owned: z.number(),
  /** Where Alembic's `alembic_version` lies, and whether it can be read. */
  versionTables: z.array(z.object({ schema: z.string(), readable: z.boolean() })),
});
export type Rights = z.infer<typeof rightsShape>;

const databaseAccessShape = z.object({
  /** `host:port/name` */
  database: z.string(),
  /** Why it was not reached, and whether it was reached and turned us away; null where it was. */
  failure: z.nullable(z.object({ reason: z.string(), refused: z.boolean() })),
  rights: z.nullable(rightsShape),
});
export type DatabaseAccess = z.infer<typeof databaseAccessShape>;

export interface DatabaseAccessContext extends RunContext {
  readonly database: Database;
  readonly limits: ReadLimits;
}

/** Whether the database is reached, as whom, and what that role may see. Catalogs alone are read. */
export const databaseAccess = defineProbe({
  name: 'databaseAccess',
  effect: 'read',
  shape: databaseAccessShape,
  observe: async ({ database, limits, signal }: DatabaseAccessContext): Promise<DatabaseAccess> => {
    try {
      const rights = await database.read(async ({ version, standby, query }) => {
        const [row] = await query<Omit<Rights, 'version' | 'standby'>>(rightsQuery, [
          managedSchemas.map(likePattern),
        ]);
        if (row === undefined) throw new Error('the server did not say what this role may');
        return { version, standby, ...row };
      }, limits);
      return { database: database.label, failure: null, rights };
    } catch (error) {
      signal.throwIfAborted();
      const refused = error instanceof CredentialsRefused;
      return {
        database: database.label,
        failure: { reason: explainDatabaseError(error), refused },
        rights: null,
      };
    }
  },
});

const rightsQuery = `
with tables as (
  select c.relname as name, n.nspname as schema, pg_catalog.pg_has_role(c.relowner, 'USAGE') as owned,
    pg_catalog.has_schema_privilege(n.oid, 'USAGE') and
      pg_catalog.has_table_privilege(c.oid, 'SELECT') as granted,
    pg_catalog.row_security_active(c.oid) as filtered,
    n.nspname like any ($1::text[]) as managed
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema')
), counted as (
  select pg_catalog.count(*)::int as tables,
    pg_catalog.count(*) filter (where granted and not filtered)::int as readable,
    pg_catalog.count(*) filter (where granted and filtered)::int as "behindPolicies",
    pg_catalog.count(*) filter (where owned)::int as owned
  from tables
  where not managed
)
select current_user::text as role,
  coalesce((select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user), false)
    as superuser,
  pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') as "seesSessions",
  counted.*,
  (
    select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
      'schema', t.schema, 'readable', t.granted and not t.filtered) order by t.schema), '[]')
    from tables as t
    where t.name = 'alembic_version'
  ) as "versionTables"
from counted`;
