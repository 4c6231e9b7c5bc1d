import type { Action } from '../expectations/action.ts';
import type { Expectation } from '../expectations/expectation.ts';
import type { ForeignKey, KeyColumn } from '../catalog/key.ts';
import { existing, type Bit, type Named } from './rows.ts';

/** The rows of `keysQuery`, by kind. */
export type KeysRow =
  | { readonly kind: 'table'; readonly data: TableRow }
  | { readonly kind: 'columns'; readonly data: Named<ColumnTuple> }
  | { readonly kind: 'keys'; readonly data: Named<KeyTuple> }
  | {
      readonly kind: 'type';
      readonly data: TypeRow;
    }
  | { readonly kind: 'collation'; readonly data: CollationRow }
  | {
      readonly kind: 'trigger';
      readonly data: { readonly key: number } & ForeignKey['disabledTriggers'][number];
    }
  | {
      readonly kind: 'absent';
      readonly data: { readonly key: number } & ForeignKey['missingTriggers'][number];
    }
  | {
      readonly kind: 'repeats';
      readonly data: { readonly key: number } & NonNullable<ForeignKey['repeats']>;
    }
  | { readonly kind: 'comment'; readonly data: { readonly key: number; readonly text: string } }
  | { readonly kind: 'match'; readonly data: Match }
  | {
      readonly kind: 'left-out';
      readonly data: { readonly schema: string; readonly table: string; readonly reason: string };
    }
  /** One of the schemas that were asked for. */
  | { readonly kind: 'schema'; readonly data: string }
  | { readonly kind: 'inspected' | 'passed-over'; readonly data: SchemaRow }
  | { readonly kind: 'server'; readonly data: { readonly version: string; readonly role: string } };

/** A schema, and how many tables of it are looked at, or passed over. */
export interface SchemaRow {
  readonly schema: string;
  readonly tables: number;
}

interface TypeRow {
  readonly id: number;
  readonly name: string;
  readonly domain: string | null;
  /** The domain, or one that it rests on, refuses null. */
  readonly notNull: boolean;
}

interface CollationRow {
  readonly id: number;
  readonly name: string;
  readonly deterministic: boolean;
}

/** A table that a wanted name could mean. */
export interface Match {
  readonly position: number;
  readonly schema: string;
  readonly table: string;
  readonly columns: string[] | null;
  /** Those of the columns, of a domain the type that it rests on. */
  readonly types: string[] | null;
  /** Why it is never inspected, or null. */
  readonly leftOut: string | null;
  readonly partitioned: boolean;
  /**
   * What a key can reference: the columns of each unique index of all its rows, by name; null for an
   * argument.
   */
  readonly uniques: string[][] | null;
}

/** A table that a key comes from or goes to. */
interface TableRow {
  readonly id: number;
  readonly schema: string;
  readonly table: string;
  readonly partitioned: boolean;
  /** The planner's estimate; null where it was never analysed. */
  readonly rows: number | null;
  /** Tables that inherit from it, or null; partitions do not. */
  readonly heirs: ForeignKey['references']['heirs'] | null;
}

/** A column that takes part in a key, on either side. */
type ColumnTuple = readonly [table: number, number: number, type: number, collation: number, notNull: Bit];

/** Ordered by table and name. */
type KeyTuple = readonly [
  id: number,
  table: number,
  columns: readonly number[],
  parent: number,
  parentColumns: readonly number[],
  /** MATCH, ON UPDATE and ON DELETE, a letter each, as `pg_constraint` has them. */
  kinds: string,
  onDeleteColumns: readonly number[],
  deferrable: Bit,
  initiallyDeferred: Bit,
  validated: Bit,
  enforced: Bit,
  period: Bit,
  selected: Bit,
];

const actionOf: Readonly<Record<string, Action>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};
const matchOf: Readonly<Record<string, NonNullable<Expectation['match']>>> = {
  s: 'simple',
  f: 'full',
  p: 'partial',
};

/** One for all keys that have none. */
const none: never[] = [];

/**
 * Keys in the order of the rows. What several keys have in common (a column, a target) is one object: there
 * may be very many keys.
 */
export function readKeys(rows: readonly KeysRow[]): ForeignKey[] {
  const tables = readTables(rows);
  const keyData = existing(rows.find((row) => row.kind === 'keys')).data;
  const comments = new Map(
    rows.flatMap((row) => (row.kind === 'comment' ? [[row.data.key, row.data.text] as const] : [])),
  );
  const repeated = new Map<number, ForeignKey['repeats']>();
  for (const row of rows) {
    if (row.kind !== 'repeats') continue;
    const { key, ...repeats } = row.data;
    repeated.set(key, repeats);
  }
  const triggers = new Map<number, ForeignKey['disabledTriggers']>();
  for (const row of rows) {
    if (row.kind !== 'trigger') continue;
    const { key, ...trigger } = row.data;
    triggers.set(key, [...(triggers.get(key) ?? []), trigger]);
  }

  const absent = new Map<number, ForeignKey['missingTriggers']>();
  for (const row of rows) {
    if (row.kind !== 'absent') continue;
    const { key, ...missing } = row.data;
    absent.set(key, [...(absent.get(key) ?? []), missing]);
  }

  const targets = new Map<string, ForeignKey['references']>();
  const target = (id: number, numbers: readonly number[]): ForeignKey['references'] => {
    const place = `${id} ${numbers.length === 1 ? numbers[0] : numbers.join()}`;
    const known = targets.get(place);
    if (known !== undefined) return known;
    const { row, columns } = existing(tables.get(id));
    const made = {
      schema: row.schema,
      table: row.table,
      partitioned: row.partitioned,
      columns: numbers.map((number) => existing(columns.get(number))),
      estimatedRows: row.rows,
      heirs: row.heirs ?? none,
    };
    targets.set(place, made);
    return made;
  };

  const keysOf = new Map<number, ForeignKey[]>();
  // By place: taking ten thousand tuples apart takes longer than all else here.
  keyData.facts.forEach((fact, place) => {
    const [id, table] = [fact[0], fact[1]];
    const kinds = fact[5];
    const { row, columns } = existing(tables.get(table));
    const key: ForeignKey = {
      id,
      schema: row.schema,
      table: row.table,
      name: existing(keyData.names?.[place]),
      partitioned: row.partitioned,
      columns: fact[2].map((number) => existing(columns.get(number))),
      estimatedRows: row.rows,
      references: target(fact[3], fact[4]),
      match: matchOf[kinds.charAt(0)] ?? 'simple',
      onUpdate: actionOf[kinds.charAt(1)] ?? 'no action',
      onDelete: actionOf[kinds.charAt(2)] ?? 'no action',
      onDeleteColumns:
        fact[6].length === 0 ? none : fact[6].map((number) => existing(columns.get(number)).name),
      deferrable: fact[7] === 1,
      initiallyDeferred: fact[8] === 1,
      validated: fact[9] === 1,
      enforced: fact[10] === 1,
      period: fact[11] === 1,
      disabledTriggers: triggers.get(id) ?? none,
      missingTriggers: absent.get(id) ?? none,
      comment: comments.get(id) ?? null,
      selected: fact[12] === 1,
    };
    const repeats = repeated.get(id);
    if (repeats !== undefined) key.repeats = repeats;
    const others = keysOf.get(table);
    if (others === undefined) keysOf.set(table, [key]);
    else others.push(key);
  });
  // Tables come in order.
  return [...tables.keys()].flatMap((id) => keysOf.get(id) ?? none);
}

interface ReadTable {
  readonly row: TableRow;
  readonly columns: Map<number, KeyColumn>;
}

function readTables(rows: readonly KeysRow[]): Map<number, ReadTable> {
  const tables = new Map<number, ReadTable>();
  const types = new Map<number, TypeRow>();
  const collations = new Map<number, CollationRow>();
  for (const { kind, data } of rows) {
    if (kind === 'table') tables.set(data.id, { row: data, columns: new Map() });
    else if (kind === 'type') types.set(data.id, data);
    else if (kind === 'collation') collations.set(data.id, data);
  }
  const { names, facts } = existing(rows.find((row) => row.kind === 'columns')).data;
  facts.forEach((fact, place) => {
    const type = existing(types.get(fact[2]));
    const collation = collations.get(fact[3]);
    const notNull = fact[4] === 1 || type.notNull;
    const column: KeyColumn = { name: existing(names?.[place]), type: type.name, notNull };
    if (type.domain !== null) column.domain = type.domain;
    if (collation !== undefined) column.collation = collation.name;
    if (collation?.deterministic === false) column.nondeterministic = true;
    existing(tables.get(fact[0])).columns.set(fact[1], column);
  });
  return tables;
}
