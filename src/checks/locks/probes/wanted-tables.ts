import type { Session } from '../../postgres/session/session.ts';
import { qualifiedName } from '../../postgres/sql/identifier.ts';
import type { LockMode } from '../modes/modes.ts';
import type { TableName } from '../statement/cursor.ts';
import { locksTaken, type Relation, type Taken } from '../statement/taken.ts';
import type { LockWanted, Wanted } from '../statement/wanted.ts';
import { rowsWanted } from './wanted-rows.ts';
import { droppedQuery, namedQuery, relatedQuery, relationsQuery } from './wanted.sql.ts';

interface Candidate {
  readonly position: number;
  /** Null of what lies in no schema. */
  readonly schema: string | null;
  readonly name: string;
  readonly oid: number;
}

type Found = Wanted & { readonly oid: number };

/**
 * What statements lock in this database; `missing` and `ambiguous` are names that are no single object here.
 */
export interface Resolved {
  readonly locks: readonly LockWanted[];
  /** Tables of which it also waits for rows. */
  readonly rows: readonly { readonly schema: string; readonly table: string }[];
  /** Why that may not be all, each a sentence without its stop. */
  readonly untold: readonly string[];
  /** Whether it waits for every older snapshot of this database. */
  readonly snapshots: boolean;
  readonly missing: readonly string[];
  readonly ambiguous: readonly { readonly name: string; readonly candidates: readonly string[] }[];
}

/**
 * Looks the objects up, as SQL writes their names: without a schema `public` first, then the only one of
 * that name.
 */
export async function resolveWanted(session: Session, wanted: readonly Wanted[]): Promise<Resolved> {
  const names = wanted.map(({ table, object = 'relation' }, position) => ({
    position,
    schema: table.schema?.name ?? null,
    name: table.name.name,
    object,
  }));
  const rows = await session.query<Candidate>(namedQuery, [JSON.stringify(names)]);
  const missing: string[] = [];
  const ambiguous: { name: string; candidates: string[] }[] = [];
  const found = wanted.flatMap((each, position): Found[] => {
    const candidates = rows.filter((row) => row.position === position);
    const inPublic = candidates.filter(({ schema }) => schema === 'public');
    const meant = inPublic.length > 0 ? inPublic : candidates;
    // Functions of one name are told apart by their arguments, which are not read: any could be meant.
    if (meant.length === 1 || each.object === 'routine')
      return meant.map(({ oid }): Found => ({ ...each, oid }));
    if (each.optional === true) return [];
    if (meant.length === 0) missing.push(nameOf(each.table));
    else ambiguous.push({ name: nameOf(each.table), candidates: meant.map(fullName) });
    return [];
  });
  const changed = await rowsWanted(session, found);
  const taken = [
    ...itself(found),
    ...(await related(session, found)),
    ...(await dropped(session, found)),
    ...changed.taken,
  ];
  const oids = [...new Set(taken.map(({ oid }) => oid))];
  const relations = oids.length === 0 ? [] : await session.query<Listed>(relationsQuery, [oids]);
  return {
    locks: locksTaken(
      taken,
      relations.map((relation) => ({ ...relation, ancestors: relation.ancestors ?? [] })),
    ),
    rows: relations
      .filter(({ oid }) => taken.some((one) => one.oid === oid && one.rows === true))
      .map(({ schema, name }) => ({ schema, table: name })),
    untold: changed.untold,
    snapshots: found.some(({ snapshots }) => snapshots === true),
    missing,
    ambiguous,
  };
}

type Listed = Omit<Relation, 'ancestors'> & { readonly ancestors: readonly number[] | null };

function itself(found: readonly Found[]): Taken[] {
  return found.flatMap(({ oid, mode, waitsOut, alone = false, rows = false }): Taken[] =>
    mode === null ? [] : [{ oid, mode, waitsOut, alone, rows }],
  );
}

async function related(session: Session, found: readonly Found[]): Promise<Taken[]> {
  const asked = found.flatMap(({ oid, follows }) =>
    follows.flatMap((follow) => ('mode' in follow ? [{ ...follow, oid }] : [])),
  );
  if (asked.length === 0) return [];
  const rows = await session.query<{ ref: number; oid: number; alone: boolean }>(relatedQuery, [
    JSON.stringify(asked.map(({ oid, kind, name }, ref) => ({ ref, oid, kind, name: name ?? null }))),
  ]);
  return rows.flatMap(({ ref, oid, alone }): Taken[] => {
    const follow = asked[ref];
    if (follow === undefined) return [];
    const { mode, waitsOut } = follow;
    return [{ oid, mode, waitsOut, alone: alone || follow.alone === true }];
  });
}

async function dropped(session: Session, found: readonly Found[]): Promise<Taken[]> {
  const asked = found.flatMap(({ oid, object = 'relation', follows }) =>
    follows.flatMap((follow) =>
      follow.kind === 'drop'
        ? [{ object, oid, part: follow.part?.of, name: follow.part?.name, cascade: follow.cascade }]
        : [],
    ),
  );
  if (asked.length === 0) return [];
  const rows = await session.query<{ oid: number; mode: LockMode }>(droppedQuery, [JSON.stringify(asked)]);
  return rows.map(({ oid, mode }) => ({ oid, mode, alone: true }));
}

function fullName({ schema, name }: Candidate): string {
  return schema === null ? qualifiedName(name) : qualifiedName(schema, name);
}

function nameOf({ schema, name }: TableName): string {
  return schema === null ? qualifiedName(name.name) : qualifiedName(schema.name, name.name);
}
