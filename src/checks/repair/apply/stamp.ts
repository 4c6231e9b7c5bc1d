import { qualifiedName, quoteLiteral } from '../../postgres/sql/identifier.ts';
import type { Step } from '../plan/steps.ts';
import type { RepairContext } from './context.ts';

/** The step that writes the revision into Alembic's table; null where it stands there already. */
export async function stampStep({ database, limits, stamp }: RepairContext): Promise<Step | null> {
  if (stamp === null) return null;
  const found = await database.read(async ({ query }) => {
    const [place, ...others] = await query<{ readonly schema: string }>(
      `select n.nspname::text as schema
      from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where c.relname = 'alembic_version' and c.relkind in ('r', 'p') and n.nspname !~ '^pg_(temp|toast)'`,
    );
    if (place === undefined) throw new Error('there is no table alembic_version to stamp');
    if (others.length > 0) throw new Error('several schemas have a table alembic_version');
    const table = qualifiedName(place.schema, 'alembic_version');
    const rows = await query<{ readonly revision: string }>(
      `select version_num::text as revision from ${table} limit 2`,
    );
    return { ...place, table, revisions: rows.map(({ revision }) => revision) };
  }, limits);
  if (found.revisions.length === 1 && found.revisions[0] === stamp) return null;
  if (found.revisions.length > 1)
    throw new Error(`${found.table} holds several revisions: stamp it by Alembic`);
  return {
    kind: 'stamp',
    title: `stamp ${stamp}`,
    locks: [{ schema: found.schema, table: 'alembic_version', mode: 'ROW EXCLUSIVE' }],
    statements: [
      `delete from ${found.table};`,
      `insert into ${found.table} (version_num) values (${quoteLiteral(stamp)});`,
    ],
    premises: [],
    readsRows: false,
  };
}
