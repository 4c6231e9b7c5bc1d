import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { sqlState } from '../../postgres/session/errors.ts';
import { has } from '../../postgres/session/version.ts';
import { defineProbe } from '../../probe.ts';
import { carryOver } from './carry-over.ts';
import type { SessionsContext } from './context.ts';
import { otherPort } from './other-port.ts';

export const connectionsShape = z.object({
  /** What the server said when no connection was left for us; the rest is then empty. */
  refused: z.nullable(z.string()),
  /**
   * `max_connections`, and how many of them are kept for superusers and for those with
   * pg_use_reserved_connections.
   */
  max: z.number(),
  reserved: z.number(),
  /**
   * CONNECTION LIMIT of this role and of this database; null where there is none, or it does not hold for
   * this role.
   */
  role: z.object({ name: z.string(), limit: z.nullable(z.number()) }),
  database: z.object({ name: z.string(), limit: z.nullable(z.number()) }),
  /** Sessions whose state this role may not see: they are counted, and their application is unknown. */
  hidden: z.number(),
  groups: z.array(
    z.object({
      user: z.nullable(z.string()),
      database: z.nullable(z.string()),
      /** Null where hidden. */
      application: z.nullable(z.string()),
      state: z.nullable(z.string()),
      /** Our own, which end with this run, are not among them. */
      connections: z.number(),
    }),
  ),
});
export type Connections = z.infer<typeof connectionsShape>;

/**
 * Sessions of other roles show neither their application nor their kind to a role without pg_read_all_stats.
 */
const query = (hasReserved: boolean): string => `
with sessions as (
  select s.usename, s.datname, s.application_name, s.state, s.backend_type is null as hidden
  from pg_catalog.pg_stat_activity as s
  where (
      s.backend_type = 'client backend'
      or (s.backend_type is null and s.usesysid is not null and s.datid is not null)
    )
    and s.application_name is distinct from $1
), groups as (
  select usename, datname, application_name, state, pg_catalog.count(*)::int as connections, hidden
  from sessions
  group by usename, datname, application_name, state, hidden
)
select pg_catalog.current_setting('max_connections')::int as max,
  pg_catalog.current_setting('superuser_reserved_connections')::int
    ${hasReserved ? "+ pg_catalog.current_setting('reserved_connections')::int" : ''} as reserved,
  (
    select pg_catalog.json_build_object('name', r.rolname, 
      'limit', case when r.rolconnlimit >= 0 and not r.rolsuper then r.rolconnlimit end)
    from pg_catalog.pg_roles as r where r.rolname = session_user
  ) as role,
  (
    select pg_catalog.json_build_object('name', d.datname, 
      'limit', case when d.datconnlimit >= 0 then d.datconnlimit end)
    from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
  ) as database,
  (select coalesce(pg_catalog.sum(connections) filter (where hidden), 0)::int from groups) as hidden,
  (
    select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('user', usename, 'database', datname,
      'application', case when not hidden then application_name end, 'state', state,
      'connections', connections)
      order by connections desc, usename, datname, application_name, state), '[]')
    from groups
  ) as groups`;

/** Who holds the server's connections, and how many there may be. */
export const connections = defineProbe({
  name: 'connections',
  effect: 'read',
  shape: connectionsShape,
  // A session pool may have one connection only: it is ours once the looks at the connection itself are over.
  after: [carryOver, otherPort],
  async observe({ database, limits, applicationName }: SessionsContext): Promise<Connections> {
    try {
      const [row] = await database.read(
        (session) =>
          session.query<Omit<Connections, 'refused'>>(query(has(session.version, 'reservedConnections')), [
            applicationName,
          ]),
        limits,
      );
      if (row === undefined) throw new Error('the server did not say who is connected');
      return { ...row, refused: null };
    } catch (error) {
      // Behind "could not connect to …" stands what the other side said.
      const said = error instanceof Error && error.cause !== undefined ? error.cause : error;
      if (!isExhausted(said)) throw error;
      const none = { name: '', limit: null };
      return {
        refused: describeError(said),
        max: 0,
        reserved: 0,
        role: none,
        database: none,
        hidden: 0,
        groups: [],
      };
    }
  },
});

/** `too_many_connections`; PgBouncer says it in a sentence of its own. */
function isExhausted(error: unknown): boolean {
  return sqlState(error) === '53300' || /no more connections allowed/i.test(describeError(error));
}
