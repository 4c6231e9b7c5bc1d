import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLockMode, stronger, type LockMode } from '../../../../src/checks/locks/modes/modes.ts';
import { resolveWanted } from '../../../../src/checks/locks/probes/wanted-tables.ts';
import { readDdl } from '../../../../src/checks/locks/statement/ddl.ts';
import { openDatabase, type Database } from '../../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { createRole, type SessionRole } from '../../../support/session-role.ts';
import { beyond15, beyondHeld, schema, since18, statements } from './statements.ts';

/** A relation as the catalog has it, with what it belongs to. */
interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  /** Of an index or a TOAST table: its table. */
  readonly table: string | null;
  readonly ancestors: readonly string[];
}

const relationsQuery = `
  with recursive above as (
    select inhrelid as oid, inhparent as ancestor from pg_inherits
    union select a.oid, i.inhparent from above as a join pg_inherits as i on i.inhrelid = a.ancestor
  ), named as (
    select c.*, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ('public', 'other', 'pg_toast') and c.relkind <> 'c'
  )
  select c.oid::int, c.name, c.relkind::text as kind, coalesce(tt.name, ii.name, t.name)::text as table,
    array(select p.name from above as a join named as p on p.oid = a.ancestor where a.oid = c.oid) as ancestors
  from named as c
  left join pg_index as i on i.indexrelid = c.oid left join named as t on t.oid = i.indrelid
  left join named as tt on tt.reltoastrelid = c.oid left join named as ii on ii.reltoastrelid = t.oid`;

describe.each([15, 18] as const)('what a statement locks, PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let reader: Database;
  let relations: readonly Relation[];
  let heir: SessionRole;
  /** Roles belong to the whole server, so that the one of the table is another each time. */
  const named = (text: string): string => text.replaceAll('the_heir', heir.name);
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    heir = await createRole(database);
    await database.query(named(schema));
    relations = await database.query<Relation & pg.QueryResultRow>(relationsQuery);
    reader = openDatabase({
      address: parseDatabaseUrl(database.url, {}),
      applicationName: 'test',
      connectTimeoutMs: 2_000,
      signal: new AbortController().signal,
    });
  });
  afterAll(async () => {
    await reader.close();
    await heir.drop();
    await database.close();
  });

  const cases = statements.concat(version >= 18 ? since18 : []);

  it.each(cases)('%s', async (statement) => {
    const limits = { statementTimeoutMs: 5_000, lockTimeoutMs: 1_000 };
    const { locks, missing, ambiguous } = await reader.read(
      (session) => resolveWanted(session, readDdl(named(statement)).wanted),
      limits,
    );
    expect({ missing, ambiguous }).toEqual({ missing: [], ambiguous: [] });
    const said = new Map<string, LockMode>();
    const say = (name: string, mode: LockMode): void => {
      said.set(name, stronger(said.get(name) ?? mode, mode));
    };
    for (const { schema: within, table, mode, alone } of locks) {
      const name = within === 'public' ? table : `${within}.${table}`;
      say(name, mode);
      if (alone === true) continue;
      for (const below of relations.filter(({ ancestors }) => ancestors.includes(name)))
        say(below.name, mode);
    }
    const held = await heldAfter(statement);
    // Whoever uses an index or a TOAST table holds its table too: what excludes him there says it all.
    const covered = (one: Relation, mode: LockMode): boolean => {
      const table = one.table === null ? undefined : said.get(one.table);
      return table !== undefined && stronger(table, mode) === table;
    };
    const expected: Record<string, LockMode> = {
      ...(version < 18 && beyond15[statement]),
      ...beyondHeld[statement],
    };
    for (const relation of relations) {
      const mode = held.get(relation.oid);
      if (mode === undefined || covered(relation, mode)) continue;
      expected[relation.name] = stronger(expected[relation.name] ?? mode, mode);
    }
    const shown = [...said].filter(
      ([name, mode]) =>
        mode === expected[name] || !relations.some((one) => one.name === name && covered(one, mode)),
    );
    expect(Object.fromEntries(shown)).toEqual(expected);
  });

  /** The strongest lock of each relation that a statement holds when it has run. */
  const heldAfter = async (statement: string): Promise<Map<number, LockMode>> => {
    const client = new pg.Client(database.url);
    await client.connect();
    try {
      await client.query('begin');
      await client.query(named(statement).replace(/^begin; |; commit$/g, ''));
      const { rows } = await client.query<{ oid: number; mode: string }>(
        `select relation::int as oid, mode from pg_locks
          where pid = pg_backend_pid() and locktype = 'relation'`,
      );
      const held = new Map<number, LockMode>();
      for (const { oid, mode } of rows)
        if (isLockMode(mode)) held.set(oid, stronger(held.get(oid) ?? mode, mode));
      return held;
    } finally {
      await client.query('rollback').catch(() => undefined);
      await client.end();
    }
  };
});
