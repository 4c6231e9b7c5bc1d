import * as z from 'zod/mini';
import { requireSupported } from '../../postgres/session/version.ts';
import {
  levels,
  settingShape,
  sourceOf,
  timeoutNames,
  type Level,
  type Setting,
} from '../in-force/setting.ts';
import type { PlainConnection } from './plain-connection.ts';

export const inForceShape = z.object({
  /** `server_version_num` */
  version: z.number(),
  /** When the server started: two ports with the same answer lead to the same server. */
  startedAt: z.string(),
  /** As the server knows them; a pooler may log in as somebody else than it was asked to. */
  database: z.string(),
  role: z.string(),
  superuser: z.boolean(),
  /** True on a hot standby. */
  standby: z.boolean(),
  /** Times, and `default_transaction_read_only`; what this server does not have is absent. */
  settings: z.array(settingShape),
});
export type InForce = z.infer<typeof inForceShape>;

interface Row extends Omit<InForce, 'settings'> {
  readonly pid: number;
  readonly applicationName: string;
  readonly settings: readonly { readonly name: string; readonly value: string; readonly source: string }[];
  readonly given: readonly {
    readonly role: boolean;
    readonly database: boolean;
    readonly settings: readonly string[];
  }[];
}

const names = [...timeoutNames, 'default_transaction_read_only'].map((name) => `'${name}'`).join(', ');

/** One statement, so that behind any pooler all of it comes from one backend. */
const query = `
select pg_catalog.current_setting('server_version_num')::int as version,
  pg_catalog.pg_postmaster_start_time()::text as "startedAt",
  pg_catalog.current_database() as database, session_user as role,
  coalesce((
    select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = session_user
  ), false) as superuser,
  pg_catalog.pg_is_in_recovery() as standby, pg_catalog.pg_backend_pid() as pid,
  pg_catalog.current_setting('application_name') as "applicationName",
  (
    select pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', s.name, 'value', s.setting, 'source', s.source) order by s.name)
    from pg_catalog.pg_settings as s
    where s.name in (${names})
  ) as settings,
  (
    select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
      'role', g.setrole <> 0, 'database', g.setdatabase <> 0, 'settings', g.setconfig)), '[]')
    from pg_catalog.pg_db_role_setting as g
    where g.setrole in (0, (select r.oid from pg_catalog.pg_roles as r where r.rolname = session_user))
      and g.setdatabase in (
        0, (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()))
  ) as given`;

/** What is in force, and on which backend, which knows the client by that name. */
export interface Whole {
  readonly inForce: InForce;
  readonly pid: number;
  readonly applicationName: string;
}

/** What is in force for a client that asks for nothing, and which of the levels says so. */
export async function readInForce(connection: PlainConnection): Promise<InForce> {
  return (await readWhole(connection)).inForce;
}

/** With a statement before it, both take one round trip. */
export async function readWhole(connection: PlainConnection, before?: string): Promise<Whole> {
  const [row] = await connection.query<Row>(before === undefined ? query : `${before}; ${query}`);
  if (row === undefined) throw new Error('the server did not say which settings are in force');
  requireSupported(row.version);
  const { settings, given, pid, applicationName, ...rest } = row;
  const inForce = {
    ...rest,
    settings: settings.map((setting) => ({
      ...setting,
      source: sourceOf(setting.source),
      levels: levelsOf(setting.name, given),
    })),
  };
  return { inForce, pid, applicationName };
}

function levelsOf(name: string, given: Row['given']): Setting['levels'] {
  const found = given.flatMap((row) => {
    const assignment = row.settings.find((text) => text.startsWith(`${name}=`));
    return assignment === undefined
      ? []
      : [{ level: levelOf(row), value: assignment.slice(name.length + 1) }];
  });
  return found.toSorted((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
}

function levelOf({ role, database }: { readonly role: boolean; readonly database: boolean }): Level {
  if (role) return database ? 'role-in-database' : 'role';
  return database ? 'database' : 'all-roles';
}
