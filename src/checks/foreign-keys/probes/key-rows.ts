import type { Action } from '../expectations/action.ts';
import type { Expectation } from '../expectations/expectation.ts';
import type { ForeignKey, KeyColumn } from '../catalog/key.ts';
import type { CollationRow, KeysRow, TypeRow } from './key-lists.ts';
import { existing, isTrue, theRow } from './rows.ts';
import { keepingAlike } from '../../support/alike.ts';

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
 * Keys in the order of their tables and names. What several keys have in common (a column, a target) is one
 * object: there may be very many keys.
 */
export function readKeys(rows: readonly KeysRow[]): ForeignKey[] {
  const tables = readTables(rows);
  const lists = theRow(rows, 'keys').data;
  const extras = readExtras(rows);
  const composite = new Map(
    theRow(rows, 'composite').data.map(([key, columns, parentColumns]) => [key, { columns, parentColumns }]),
  );
  const setColumns = new Map(theRow(rows, 'set-columns').data);

  lists.ids.forEach((id, place) => {
    const child = existing(tables.get(existing(lists.tables[place])));
    const parent = existing(tables.get(existing(lists.parents[place])));
    const several = composite.size === 0 ? undefined : composite.get(id);
    const onDeleteColumns = setColumns.size === 0 ? undefined : setColumns.get(id);
    const key: ForeignKey = {
      id,
      schema: child.schema,
      table: child.table,
      name: existing(lists.names[place]),
      partitioned: child.partitioned,
      columns:
        several === undefined
          ? existing(child.columns[existing(lists.columns[place])])
          : columnsOf(child, several.columns),
      estimatedRows: child.estimatedRows,
      references:
        several === undefined
          ? target(parent, existing(lists.parentColumns[place]))
          : targetOfSeveral(parent, several.parentColumns),
      match: matchOf[lists.match.charAt(place)] ?? 'simple',
      onUpdate: actionOf[lists.onUpdate.charAt(place)] ?? 'no action',
      onDelete: actionOf[lists.onDelete.charAt(place)] ?? 'no action',
      onDeleteColumns:
        onDeleteColumns === undefined ? none : columnsOf(child, onDeleteColumns).map(({ name }) => name),
      deferrable: isTrue(lists.deferrable, place),
      initiallyDeferred: isTrue(lists.initiallyDeferred, place),
      validated: isTrue(lists.validated, place),
      enforced: isTrue(lists.enforced, place),
      period: isTrue(lists.period, place),
      disabledTriggers: extras.disabledTriggers.get(id) ?? none,
      missingTriggers: extras.missingTriggers.get(id) ?? none,
      comment: extras.comments.get(id) ?? null,
      selected: isTrue(lists.selected, place),
    };
    const repeats = extras.repeats.get(id);
    if (repeats !== undefined) key.repeats = repeats;
    child.keys.push(key);
  });
  // Tables come in order.
  return [...tables.values()].flatMap(({ keys }) => keys);
}

/** What few keys have, by the key. */
interface Extras {
  readonly disabledTriggers: ReadonlyMap<number, ForeignKey['disabledTriggers']>;
  readonly missingTriggers: ReadonlyMap<number, ForeignKey['missingTriggers']>;
  readonly repeats: ReadonlyMap<number, ForeignKey['repeats']>;
  readonly comments: ReadonlyMap<number, string>;
}

function readExtras(rows: readonly KeysRow[]): Extras {
  const disabledTriggers = new Map<number, ForeignKey['disabledTriggers']>();
  const missingTriggers = new Map<number, ForeignKey['missingTriggers']>();
  const repeats = new Map<number, ForeignKey['repeats']>();
  const comments = new Map<number, string>();
  for (const row of rows) {
    if (row.kind === 'comment') comments.set(row.data.key, row.data.text);
    else if (row.kind === 'trigger') {
      const { key, ...trigger } = row.data;
      disabledTriggers.set(key, [...(disabledTriggers.get(key) ?? []), trigger]);
    } else if (row.kind === 'absent') {
      const { key, ...missing } = row.data;
      missingTriggers.set(key, [...(missingTriggers.get(key) ?? []), missing]);
    } else if (row.kind === 'repeats') {
      const { key, ...repeated } = row.data;
      repeats.set(key, repeated);
    }
  }
  return { disabledTriggers, missingTriggers, repeats, comments };
}

interface ReadTable {
  readonly schema: string;
  readonly table: string;
  readonly partitioned: boolean;
  readonly estimatedRows: number | null;
  readonly heirs: ForeignKey['references']['heirs'];
  /** By their numbers, each as a list of it alone. */
  readonly columns: KeyColumn[][];
  /** What keys lead to here, by the columns' numbers. */
  readonly targets: Map<number | string, ForeignKey['references']>;
  readonly keys: ForeignKey[];
}

function columnsOf({ columns }: ReadTable, numbers: readonly number[]): KeyColumn[] {
  return numbers.flatMap((number) => existing(columns[number]));
}

function target(parent: ReadTable, number: number): ForeignKey['references'] {
  return parent.targets.get(number) ?? newTarget(parent, number, [number]);
}

function targetOfSeveral(parent: ReadTable, numbers: readonly number[]): ForeignKey['references'] {
  return parent.targets.get(numbers.join()) ?? newTarget(parent, numbers.join(), numbers);
}

function newTarget(
  parent: ReadTable,
  place: number | string,
  numbers: readonly number[],
): ForeignKey['references'] {
  const { schema, table, partitioned, estimatedRows, heirs } = parent;
  const columns = columnsOf(parent, numbers);
  const made = { schema, table, partitioned, columns, estimatedRows, heirs };
  parent.targets.set(place, made);
  return made;
}

function readTables(rows: readonly KeysRow[]): Map<number, ReadTable> {
  const types = new Map<number, TypeRow>();
  const collations = new Map<number, CollationRow>();
  const heirs = new Map<number, ForeignKey['references']['heirs']>();
  for (const { kind, data } of rows) {
    if (kind === 'type') types.set(data.id, data);
    else if (kind === 'collation') collations.set(data.id, data);
    else if (kind === 'heirs') heirs.set(data.table, data.heirs);
  }
  const tables = new Map<number, ReadTable>();
  const { ids, schemas, names, partitioned, rows: estimates } = theRow(rows, 'tables').data;
  ids.forEach((id, place) => {
    tables.set(id, {
      schema: existing(schemas[place]),
      table: existing(names[place]),
      partitioned: isTrue(partitioned, place),
      estimatedRows: existing(estimates[place]),
      heirs: heirs.get(id) ?? none,
      columns: [],
      targets: new Map(),
      keys: [],
    });
  });
  const columns = theRow(rows, 'columns').data;
  const alike = keepingAlike(isSameColumn);
  columns.tables.forEach((table, place) => {
    const type = existing(types.get(existing(columns.types[place])));
    const collation = collations.get(existing(columns.collations[place]));
    const notNull = isTrue(columns.notNull, place) || type.notNull;
    const column: KeyColumn = { name: existing(columns.names[place]), type: type.name, notNull };
    if (type.domain !== null) column.domain = type.domain;
    if (collation !== undefined) column.collation = collation.name;
    if (collation?.deterministic === false) column.nondeterministic = true;
    existing(tables.get(table)).columns[existing(columns.numbers[place])] = alike(column);
  });
  return tables;
}

function isSameColumn(one: KeyColumn, other: KeyColumn): boolean {
  return (
    one.type === other.type &&
    one.notNull === other.notNull &&
    one.domain === other.domain &&
    one.collation === other.collation &&
    one.nondeterministic === other.nondeterministic
  );
}
