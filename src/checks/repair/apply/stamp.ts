import { qualifiedName, quoteIdentifier, quoteLiteral } from '../../postgres/sql/identifier.ts';
import type { Refusal } from '../plan/refusals.ts';
import type { Step } from '../plan/steps.ts';
import type { RepairContext } from './context.ts';

/** What Alembic's table needs for the revision that is to stand in it. */
export interface Stamp {
  /** Writes it; null where it stands there already, or none was asked for. */
  readonly step: Step | null;
  /** Puts back what stands there now; null where nothing is written. */
  readonly back: Step | null;
  /** Why it cannot be written: known before anything is changed. */
  readonly objection: Refusal | null;
}

const nothing: Stamp = { step: null, back: null, objection: null };

/** Reads Alembic's table, where a revision is to be written into it. */
export async function readStamp({ database, limits, stamp }: RepairContext): Promise<Stamp> {
  if (stamp === null) return nothing;
  return database.read(async ({ query }): Promise<Stamp> => {
    const places = await query<Place>(placesQuery);
    const [place, ...others] = places;
    if (place === undefined)
      return refused('There is no table alembic_version to stamp.', 'Let Alembic make it (`alembic stamp`).');
    if (others.length > 0) {
      const named = places.map(({ schema }) => qualifiedName(schema, 'alembic_version'));
      return refused(`${named.join(' and ')} could be stamped.`, 'Let Alembic stamp the right one.');
    }
    const table = qualifiedName(place.schema, 'alembic_version');
    const mayNot = (what: 'read' | 'write'): Stamp =>
      refused(
        `This role, ${place.role}, may not ${what} ${table}.`,
        'Let its owner grant that.',
        place.mayEnter
          ? [`grant select, insert, delete on ${table} to ${quoteIdentifier(place.role)};`]
          : [`grant usage on schema ${quoteIdentifier(place.schema)} to ${quoteIdentifier(place.role)};`],
      );
    if (!place.mayEnter || !place.mayRead) return mayNot('read');
    const rows = await query<{ readonly revision: string }>(
      `select version_num::text as revision from ${table} order by 1`,
    );
    const revisions = rows.map(({ revision }) => revision);
    if (revisions.length > 1)
      return refused(`${table} holds several revisions: ${revisions.join(', ')}.`, 'Let Alembic stamp it.');
    if (place.longest !== null && stamp.length > place.longest)
      return refused(
        `The revision ${stamp} is longer than the ${place.longest} signs that ${table} holds.`,
        'Give the revision as Alembic knows it.',
      );
    if (revisions[0] === stamp) return nothing;
    if (!place.mayWrite) return mayNot('write');
    return {
      step: writing(`stamp ${stamp}`, place, [stamp]),
      back: writing('stamp back', place, revisions),
      objection: null,
    };
  }, limits);
}

interface Place {
  readonly schema: string;
  /** How many signs a revision may have; null for any number. */
  readonly longest: number | null;
  readonly role: string;
  readonly mayEnter: boolean;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

const placesQuery = `
select n.nspname::text as schema,
  (select nullif(a.atttypmod - 4, -5) from pg_catalog.pg_attribute as a
    where a.attrelid = c.oid and a.attname = 'version_num' and not a.attisdropped) as longest,
  current_user::text as role,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE') as "mayEnter",
  pg_catalog.has_table_privilege(c.oid, 'SELECT') as "mayRead",
  pg_catalog.has_table_privilege(c.oid, 'INSERT') and pg_catalog.has_table_privilege(c.oid, 'DELETE')
    as "mayWrite"
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relname = 'alembic_version' and c.relkind in ('r', 'p') and n.nspname !~ '^pg_(temp|toast)'
order by 1`;

function refused(reason: string, advice: string, sql: readonly string[] = []): Stamp {
  return { ...nothing, objection: { reason, advice: `${advice} Or leave --stamp out.`, sql } };
}

function writing(title: string, { schema }: Place, revisions: readonly string[]): Step {
  const table = qualifiedName(schema, 'alembic_version');
  return {
    kind: 'stamp',
    title,
    locks: [{ schema, table: 'alembic_version', mode: 'ROW EXCLUSIVE' }],
    statements: [
      `delete from ${table};`,
      ...revisions.map(
        (revision) => `insert into ${table} (version_num) values (${quoteLiteral(revision)});`,
      ),
    ],
    premises: [],
    readsRows: false,
  };
}
