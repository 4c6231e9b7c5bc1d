import { columnsNotNull } from '../catalog/index-predicate.ts';
import type { TableIndex } from '../catalog/table-index.ts';
import { existing, type Bit, type Named } from './rows.ts';

/** The rows of `indexesQuery`, by kind. */
export type IndexesRow =
  | { readonly kind: 'table'; readonly data: TableRow }
  | { readonly kind: 'indexes'; readonly data: Named<IndexTuple> }
  /** What a partial index says, as the catalog stores it. */
  | { readonly kind: 'predicate'; readonly data: { readonly index: number; readonly tree: string } }
  /** Of invalid indexes that somebody builds at this moment, or may be building. */
  | {
      readonly kind: 'building';
      readonly data: { readonly index: number; readonly seen: 'yes' | 'hidden' };
    }
  /** Columns that indexes and their predicates name. */
  | {
      readonly kind: 'columns';
      readonly data: Named<readonly [table: number, number: number, collation: number]>;
    }
  /** Of each key its columns, and the operator that compares each with the parent's on the left. */
  | {
      readonly kind: 'keys';
      readonly data: readonly (readonly [
        table: number,
        columns: readonly number[],
        operators: readonly number[],
      ])[];
    }
  | { readonly kind: 'method'; readonly data: Method }
  /** Operator classes and their families. */
  | { readonly kind: 'classes'; readonly data: readonly (readonly [number, number])[] }
  /** Operators, and the same with its sides turned round. */
  | { readonly kind: 'operators'; readonly data: readonly (readonly [number, number])[] }
  /** Operators and the families that can find by them. */
  | { readonly kind: 'families'; readonly data: readonly (readonly [number, number])[] }
  | { readonly kind: 'partitions'; readonly data: Partitions };

export interface Partitions {
  readonly schema: string;
  readonly table: string;
  readonly leaves: { schema: string; table: string }[];
}

interface Method {
  readonly id: number;
  readonly name: string;
  readonly plainScan: boolean;
}

interface TableRow {
  readonly id: number;
  readonly schema: string;
  readonly table: string;
}

/** Ordered by table and name. */
type IndexTuple = readonly [
  id: number,
  table: number,
  method: number,
  valid: Bit,
  partitioned: Bit,
  unique: Bit,
  keyColumns: number,
  columns: readonly number[],
  classes: readonly number[],
  collations: readonly number[],
];

/**
 * Indexes in the order of tables and names. `findsEqual` is what the planner asks: is the key's own equality
 * in the operator family of the index's column, and is the collation the column's. That tells a btree_gist
 * index from any other gist, and an int4 gist from a bigint key.
 */
export function readIndexes(rows: readonly IndexesRow[]): TableIndex[] {
  const facts = factsOf(rows);
  const tables = readTables(rows, facts);
  const all = existing(rows.find((row) => row.kind === 'indexes')).data;
  const found = new Map<number, TableIndex[]>([...tables.keys()].map((id) => [id, []]));
  // By place, as in key-rows.ts.
  all.facts.forEach((fact, place) => {
    const id = fact[0];
    const { row, columns } = existing(tables.get(fact[1]));
    const method = facts.methods.get(fact[2]);
    const tree = facts.predicates.get(id);
    existing(found.get(fact[1])).push({
      schema: row.schema,
      table: row.table,
      name: existing(all.names?.[place]),
      method: method?.name ?? '',
      plainScan: method?.plainScan ?? false,
      valid: fact[3] === 1,
      partitioned: fact[4] === 1,
      building: facts.building.get(id) ?? 'no',
      unique: fact[5] === 1,
      columns: fact[7].slice(0, fact[6]).map((attribute, nth) => {
        const column = columns.get(attribute);
        if (column === undefined) return { name: null, findsEqual: false };
        const { name, equalities } = column;
        const collates = fact[9][nth] === 0 || fact[9][nth] === column.collation;
        if (!collates) return { name, findsEqual: false, otherCollation: true };
        const family = facts.familyOf.get(fact[8][nth] ?? 0) ?? 0;
        return { name, findsEqual: equalities.every((by) => facts.finding.get(by)?.has(family)) };
      }),
      predicate:
        tree === undefined
          ? null
          : { onlyNotNull: columnsNotNull(tree, (number) => columns.get(number)?.name) },
    });
  });
  return [...found.values()].flat();
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
  readonly row: TableRow;
  readonly columns: Map<number, ReadColumn>;
}

function readTables(rows: readonly IndexesRow[], { turned }: Facts): Map<number, ReadTable> {
  const tables = new Map<number, ReadTable>();
  const equalities = new Map<number, Map<number, number[]>>();
  for (const { kind, data } of rows) {
    if (kind === 'table') tables.set(data.id, { row: data, columns: new Map() });
    if (kind !== 'keys') continue;
    for (const key of data) {
      const ofTable = equalities.get(key[0]) ?? new Map<number, number[]>();
      equalities.set(key[0], ofTable);
      key[1].forEach((number, place) => {
        const operator = turned.get(key[2][place] ?? 0) ?? 0;
        const known = ofTable.get(number);
        if (known === undefined) ofTable.set(number, [operator]);
        else if (!known.includes(operator)) known.push(operator);
      });
    }
  }
  const { names, facts } = existing(rows.find((row) => row.kind === 'columns')).data;
  facts.forEach((fact, place) => {
    existing(tables.get(fact[0])).columns.set(fact[1], {
      name: existing(names?.[place]),
      collation: fact[2],
      equalities: equalities.get(fact[0])?.get(fact[1]) ?? [],
    });
  });
  return tables;
}
