import { columnsNotNull } from '../catalog/index-predicate.ts';
import type { TableIndex } from '../catalog/table-index.ts';
import type { CompositeIndex, IndexesRow, Method } from './index-lists.ts';
import { existing, isTrue, theRow } from './rows.ts';
import { keepingAlike } from '../../support/alike.ts';

/**
 * Indexes in the order of tables and names. `findsEqual` is what the planner asks: is the key's own equality
 * in the operator family of the index's column, and is the collation the column's. That tells a btree_gist
 * index from any other gist, and an int4 gist from a bigint key.
 */
export function readIndexes(rows: readonly IndexesRow[]): TableIndex[] {
  const facts = factsOf(rows);
  const tables = readTables(rows, facts);
  const lists = theRow(rows, 'indexes').data;
  const composite = new Map(theRow(rows, 'composite').data.map((index) => [index[0], index]));
  const alike = keepingAlike<IndexColumn>(
    (one, other) => one.findsEqual === other.findsEqual && one.otherCollation === other.otherCollation,
  );
  lists.ids.forEach((id, place) => {
    const table = existing(tables.get(existing(lists.tables[place])));
    const method = facts.methods.get(existing(lists.methods[place]));
    const tree = facts.predicates.get(id);
    const several = composite.size === 0 ? undefined : composite.get(id);
    table.indexes.push({
      schema: table.schema,
      table: table.table,
      name: existing(lists.names[place]),
      method: method?.name ?? '',
      plainScan: method?.plainScan ?? false,
      valid: isTrue(lists.valid, place),
      partitioned: isTrue(lists.partitioned, place),
      building: facts.building.get(id) ?? 'no',
      unique: isTrue(lists.unique, place),
      columns:
        several === undefined
          ? alike(
              indexColumn(
                table.columns[existing(lists.columns[place])],
                existing(lists.classes[place]),
                existing(lists.collations[place]),
                facts,
              ),
            )
          : columnsOfSeveral(table, several, facts),
      predicate:
        tree === undefined
          ? null
          : { onlyNotNull: columnsNotNull(tree, (number) => table.columns[number]?.name) },
    });
  });
  // Tables come in order.
  return [...tables.values()].flatMap(({ indexes }) => indexes);
}

type IndexColumn = TableIndex['columns'][number];

function columnsOfSeveral(
  { columns }: ReadTable,
  [, keyColumns, numbers, classes, collations]: CompositeIndex,
  facts: Facts,
): IndexColumn[] {
  return numbers
    .slice(0, keyColumns)
    .map((number, nth) => indexColumn(columns[number], classes[nth] ?? 0, collations[nth] ?? 0, facts));
}

/** What an index finds of a column; undefined for an expression. */
function indexColumn(
  column: ReadColumn | undefined,
  operatorClass: number,
  collation: number,
  { familyOf, finding }: Facts,
): IndexColumn {
  if (column === undefined) return { name: null, findsEqual: false };
  const { name, equalities } = column;
  if (collation !== 0 && collation !== column.collation)
    return { name, findsEqual: false, otherCollation: true };
  const family = familyOf.get(operatorClass) ?? 0;
  return { name, findsEqual: equalities.every((by) => finding.get(by)?.has(family)) };
}

interface Facts {
  readonly methods: ReadonlyMap<number, Method>;
  readonly predicates: ReadonlyMap<number, string>;
  readonly building: ReadonlyMap<number, 'yes' | 'hidden'>;
  /** The family of an operator class. */
  readonly familyOf: ReadonlyMap<number, number>;
  /** The families that find by an operator. */
  readonly finding: ReadonlyMap<number, ReadonlySet<number>>;
  /** An operator with its sides turned round. */
  readonly turned: ReadonlyMap<number, number>;
}

function factsOf(rows: readonly IndexesRow[]): Facts {
  const finding = new Map<number, Set<number>>();
  const methods = new Map<number, Method>();
  const predicates = new Map<number, string>();
  const building = new Map<number, 'yes' | 'hidden'>();
  for (const { kind, data } of rows) {
    if (kind === 'method') methods.set(data.id, data);
    else if (kind === 'predicate') predicates.set(data.index, data.tree);
    else if (kind === 'building') building.set(data.index, data.seen);
    else if (kind === 'families') {
      for (const [operator, family] of data)
        finding.set(operator, (finding.get(operator) ?? new Set()).add(family));
    }
  }
  return {
    methods,
    predicates,
    building,
    familyOf: new Map(rows.flatMap((row) => (row.kind === 'classes' ? row.data : []))),
    finding,
    turned: new Map(rows.flatMap((row) => (row.kind === 'operators' ? row.data : []))),
  };
}

interface ReadColumn {
  readonly name: string;
  readonly collation: number;
  /** What the keys on it look for it by: their own operators, turned round so that it stands on the left. */
  readonly equalities: readonly number[];
}

interface ReadTable {
  readonly schema: string;
  readonly table: string;
  /** By their numbers. */
  readonly columns: ReadColumn[];
  readonly indexes: TableIndex[];
}

function readTables(rows: readonly IndexesRow[], facts: Facts): Map<number, ReadTable> {
  const tables = new Map<number, ReadTable>();
  const { ids, schemas, names } = theRow(rows, 'tables').data;
  ids.forEach((id, place) => {
    const [schema, table] = [existing(schemas[place]), existing(names[place])];
    tables.set(id, { schema, table, columns: [], indexes: [] });
  });
  const equalities = readEqualities(rows, facts);
  const columns = theRow(rows, 'columns').data;
  columns.tables.forEach((table, place) => {
    const number = existing(columns.numbers[place]);
    existing(tables.get(table)).columns[number] = {
      name: existing(columns.names[place]),
      collation: existing(columns.collations[place]),
      equalities: equalities.get(table)?.[number] ?? none,
    };
  });
  return tables;
}

/** One for all columns that no key is on. */
const none: readonly number[] = [];

/** What the keys on a table's columns look for them by, by the columns' numbers. */
function readEqualities(
  rows: readonly IndexesRow[],
  { turned }: Facts,
): ReadonlyMap<number, readonly (readonly number[])[]> {
  const equalities = new Map<number, (readonly number[])[]>();
  /** Most columns have one, and most of these are the same: they share the list. */
  const alone = new Map<number, readonly number[]>();
  const add = (table: number, number: number, operator: number): void => {
    const equality = turned.get(operator) ?? 0;
    let ofTable = equalities.get(table);
    if (ofTable === undefined) equalities.set(table, (ofTable = []));
    const known = ofTable[number];
    if (known?.includes(equality)) return;
    if (known !== undefined) {
      ofTable[number] = [...known, equality];
      return;
    }
    let list = alone.get(equality);
    if (list === undefined) alone.set(equality, (list = [equality]));
    ofTable[number] = list;
  };
  const keys = theRow(rows, 'keys').data;
  keys.tables.forEach((table, place) =>
    add(table, existing(keys.columns[place]), existing(keys.operators[place])),
  );
  for (const [table, columns, operators] of theRow(rows, 'composite-keys').data)
    columns.forEach((number, place) => add(table, number, operators[place] ?? 0));
  return equalities;
}
