import type { Session } from '../../postgres/session/session.ts';
import { qualifiedName } from '../../postgres/sql/identifier.ts';
import { locksWanted, type KeyLink } from '../statement/locks-wanted.ts';
import type { TableName } from '../statement/cursor.ts';
import type { LockWanted, Wanted } from '../statement/wanted.ts';

interface Table {
  readonly schema: string;
  readonly table: string;
}

/**
 * What statements lock in this database; `missing` and `ambiguous` are names that are no single table here.
 */
export interface Resolved {
  readonly locks: readonly LockWanted[];
  readonly missing: readonly string[];
  readonly ambiguous: readonly { readonly name: string; readonly candidates: readonly string[] }[];
}

/**
 * Looks the tables up, as SQL writes their names: without a schema `public` first, then the only one of that
 * name.
 */
export async function resolveWanted(session: Session, wanted: readonly Wanted[]): Promise<Resolved> {
  const names = wanted.map(({ table, isIndex = false }, position) => ({
    position,
    schema: table.schema?.name ?? null,
    name: table.name.name,
    isIndex,
  }));
  const rows = await session.query<Table & { readonly position: number }>(tablesQuery, [
    JSON.stringify(names),
  ]);
  const missing: string[] = [];
  const ambiguous: { name: string; candidates: string[] }[] = [];
  const found = wanted.flatMap((each, position) => {
    const candidates = rows.filter((row) => row.position === position);
    const [one, ...others] = candidates;
    const inPublic = candidates.find(({ schema }) => schema === 'public');
    const table = inPublic ?? (others.length === 0 ? one : undefined);
    if (table !== undefined) return [{ ...each, found: { schema: table.schema, table: table.table } }];
    if (one !== undefined) ambiguous.push({ name: nameOf(each.table), candidates: candidates.map(fullName) });
    else if (!each.optional) missing.push(nameOf(each.table));
    return [];
  });
  const follows = found.some((each) => each.follows.length > 0);
  const keys = follows ? await session.query<{ key: KeyLink }>(keysQuery) : [];
  return {
    locks: locksWanted(
      found,
      keys.map(({ key }) => key),
    ),
    missing,
    ambiguous,
  };
}

function fullName({ schema, table }: Table): string {
  return qualifiedName(schema, table);
}

function nameOf({ schema, name }: TableName): string {
  return schema === null ? qualifiedName(name.name) : qualifiedName(schema.name, name.name);
}

const tablesQuery = `
select w.position, coalesce(tn.nspname, n.nspname)::text as schema, coalesce(t.relname, c.relname)::text as
  "table"
from pg_catalog.json_to_recordset($1::json) as w(position int, schema text, name text, "isIndex" boolean)
join pg_catalog.pg_class as c on c.relname = w.name
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace and n.nspname !~ '^pg_(toast|temp)'
left join pg_catalog.pg_index as i on i.indexrelid = c.oid
left join pg_catalog.pg_class as t on t.oid = i.indrelid
left join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
where (w.schema is null or w.schema = n.nspname)
  and case when w."isIndex" then c.relkind in ('i', 'I') else c.relkind in ('r', 'p', 'm', 'f') end
order by w.position, 2, 3`;

const keysQuery = `
select pg_catalog.json_build_object(
  'name', k.conname,
  'child', pg_catalog.json_build_object('schema', cn.nspname, 'table', c.relname),
  'parent', pg_catalog.json_build_object('schema', pn.nspname, 'table', p.relname),
  'columns', (select pg_catalog.json_agg(a.attname) from pg_catalog.pg_attribute as a
    where a.attrelid = k.conrelid and a.attnum = any (k.conkey)),
  'parentColumns', (select pg_catalog.json_agg(a.attname) from pg_catalog.pg_attribute as a
    where a.attrelid = k.confrelid and a.attnum = any (k.confkey)),
  'target', (select t.conname from pg_catalog.pg_constraint as t
    where t.conrelid = k.confrelid and t.conindid = k.conindid and t.contype in ('p', 'u') limit 1)
) as key
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid
join pg_catalog.pg_namespace as cn on cn.oid = c.relnamespace
join pg_catalog.pg_class as p on p.oid = k.confrelid
join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
where k.contype = 'f' and k.conparentid = 0
order by k.oid`;
