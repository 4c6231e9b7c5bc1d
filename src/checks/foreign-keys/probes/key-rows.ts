import type { Action, Expectation } from '../expectations/expectation.ts';
import type { ForeignKey, KeyColumn } from '../catalog/key.ts';

/** The rows of `keysQuery`, by kind. */
export type KeysRow =
  | { readonly kind: 'table'; readonly data: TableRow }
  | { readonly kind: 'keys'; readonly data: { readonly table: number; readonly keys: readonly KeyTuple[] } }
  | {
      readonly kind: 'type';
      readonly data: { readonly id: number; readonly name: string; readonly domain: string | null };
    }
  | { readonly kind: 'collation'; readonly data: { readonly id: number; readonly name: string } }
  | {
      readonly kind: 'trigger';
      readonly data: { readonly key: number } & ForeignKey['disabledTriggers'][number];
    }
  | { readonly kind: 'comment'; readonly data: { readonly key: number; readonly text: string } }
  | { readonly kind: 'match'; readonly data: Match }
  | {
      readonly kind: 'left-out';
      readonly data: { readonly schema: string; readonly table: string; readonly reason: string };
    }
  /** One of the schemas that were asked for. */
  | { readonly kind: 'schema'; readonly data: string }
  | { readonly kind: 'tables'; readonly data: number };

/** A table that a wanted name could mean. */
export interface Match {
  readonly position: number;
  readonly schema: string;
  readonly table: string;
  readonly columns: string[] | null;
  /** Why it is never inspected, or null. */
  readonly leftOut: string | null;
}

/** A table that a key comes from or goes to, with the columns that take part. */
interface TableRow {
  readonly id: number;
  readonly schema: string;
  readonly table: string;
  readonly partitioned: boolean;
  readonly columns: readonly (readonly [
    number: number,
    name: string,
    type: number,
    collation: number,
    notNull: boolean,
  ])[];
}

type KeyTuple = readonly [
  id: number,
  name: string,
  columns: readonly number[],
  parent: number,
  parentColumns: readonly number[],
  match: string,
  onUpdate: string,
  onDelete: string,
  onDeleteColumns: readonly number[],
  deferrable: boolean,
  initiallyDeferred: boolean,
  validated: boolean,
  enforced: boolean,
  period: boolean,
  selected: boolean,
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
  const types = new Map(
    rows.flatMap((row) => (row.kind === 'type' ? [[row.data.id, row.data] as const] : [])),
  );
  const collations = new Map(
    rows.flatMap((row) => (row.kind === 'collation' ? [[row.data.id, row.data.name] as const] : [])),
  );
  const comments = new Map(
    rows.flatMap((row) => (row.kind === 'comment' ? [[row.data.key, row.data.text] as const] : [])),
  );
  const tables = new Map(
    rows.flatMap((row) =>
      row.kind === 'table' ? [[row.data.id, withColumns(row.data, types, collations)] as const] : [],
    ),
  );
  const triggers = new Map<number, ForeignKey['disabledTriggers']>();
  for (const row of rows) {
    if (row.kind !== 'trigger') continue;
    const { key, ...trigger } = row.data;
    triggers.set(key, [...(triggers.get(key) ?? []), trigger]);
  }

  const targets = new Map<string, ForeignKey['references']>();
  const target = (id: number, numbers: readonly number[]): ForeignKey['references'] => {
    const known = targets.get(`${id} ${numbers.join()}`);
    if (known !== undefined) return known;
    const { row, columns } = existing(tables.get(id));
    const made = {
      schema: row.schema,
      table: row.table,
      partitioned: row.partitioned,
      columns: numbers.map((number) => existing(columns.get(number))),
    };
    targets.set(`${id} ${numbers.join()}`, made);
    return made;
  };

  const keys: ForeignKey[] = [];
  const keysOf = new Map(
    rows.flatMap((row) => (row.kind === 'keys' ? [[row.data.table, row.data.keys] as const] : [])),
  );
  for (const { row, columns } of tables.values()) {
    for (const tuple of keysOf.get(row.id) ?? []) {
      const [
        id,
        name,
        numbers,
        parent,
        parentNumbers,
        match,
        onUpdate,
        onDelete,
        onDeleteColumns,
        deferrable,
        initiallyDeferred,
        validated,
        enforced,
        period,
        selected,
      ] = tuple;
      keys.push({
        id,
        schema: row.schema,
        table: row.table,
        name,
        partitioned: row.partitioned,
        columns: numbers.map((number) => existing(columns.get(number))),
        references: target(parent, parentNumbers),
        match: matchOf[match] ?? 'simple',
        onUpdate: actionOf[onUpdate] ?? 'no action',
        onDelete: actionOf[onDelete] ?? 'no action',
        onDeleteColumns:
          onDeleteColumns.length === 0
            ? none
            : onDeleteColumns.map((number) => existing(columns.get(number)).name),
        deferrable,
        initiallyDeferred,
        validated,
        enforced,
        period,
        disabledTriggers: triggers.get(id) ?? none,
        comment: comments.get(id) ?? null,
        selected,
      });
    }
  }
  return keys;
}

function withColumns(
  row: TableRow,
  types: ReadonlyMap<number, { readonly name: string; readonly domain: string | null }>,
  collations: ReadonlyMap<number, string>,
) {
  const columns = new Map<number, KeyColumn>();
  for (const [number, name, typeId, collationId, notNull] of row.columns) {
    const type = existing(types.get(typeId));
    const collation = collations.get(collationId);
    columns.set(number, {
      name,
      type: type.name,
      ...(type.domain === null ? {} : { domain: type.domain }),
      ...(collation === undefined ? {} : { collation }),
      notNull,
    });
  }
  return { row, columns };
}

/** What the query joined is there; were it not, the answer would be no answer. */
function existing<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the catalog names a table, column or type that it does not have');
  return found;
}
