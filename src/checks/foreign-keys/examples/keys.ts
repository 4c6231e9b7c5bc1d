import type { Expectation } from '../expectations/expectation.ts';
import type { ForeignKey, KeyColumn } from '../catalog/key.ts';
import type { Indexes } from '../probes/indexes.ts';
import type { OrphanCount, Orphans } from '../probes/orphans.ts';
import type { Expected, Keys } from '../probes/keys.ts';
import { productExpectations } from '../expectations/product-profile.ts';
import type { TableIndex } from '../catalog/table-index.ts';

/**
 * Evidence for the checks' examples: one sound key, orders.customer_id → customers(id), changed by each check
 * as it needs.
 */
export function exampleColumn(name: string, changes: Partial<KeyColumn> = {}): KeyColumn {
  return { name, type: 'bigint', notNull: true, ...changes };
}

export function exampleKey(changes: Partial<ForeignKey> = {}): ForeignKey {
  return {
    id: 16_400,
    schema: 'public',
    table: 'orders',
    name: 'orders_customer_id_fkey',
    partitioned: false,
    columns: [exampleColumn('customer_id')],
    estimatedRows: 1200,
    references: exampleParent([exampleColumn('id')]),
    match: 'simple',
    onUpdate: 'no action',
    onDelete: 'no action',
    onDeleteColumns: [],
    deferrable: false,
    initiallyDeferred: false,
    validated: true,
    enforced: true,
    period: false,
    disabledTriggers: [],
    missingTriggers: [],
    comment: null,
    selected: true,
    ...changes,
  };
}

/** The table that they reference. */
export function exampleParent(
  columns: KeyColumn[],
  changes: Partial<ForeignKey['references']> = {},
): ForeignKey['references'] {
  return {
    schema: 'public',
    table: 'customers',
    partitioned: false,
    columns,
    estimatedRows: 300,
    heirs: [],
    ...changes,
  };
}

export function exampleKeys(
  keys: readonly ForeignKey[],
  expectations: readonly Expected[] = [],
  changes: Partial<Keys> = {},
): Keys {
  return {
    version: 180_000,
    standby: false,
    server: { version: '18.0', role: 'reader' },
    tables: 2,
    schemas: [{ schema: 'public', tables: 2 }],
    schemasLeftOut: [],
    leftOut: [],
    unmatched: [],
    notInspected: [],
    expectations: [...expectations],
    complete: false,
    keys: [...keys],
    ...changes,
  };
}

/** The product's key, leading to that column of user_profiles. */
export function productKey(column: 'user_id' | 'id', changes: Partial<ForeignKey> = {}): ForeignKey {
  return exampleKey({
    table: 'user_personalization',
    name: 'user_personalization_user_id_fkey',
    columns: [exampleColumn('user_id', { type: 'uuid' })],
    references: exampleParent([exampleColumn(column, { type: 'uuid' })], { table: 'user_profiles' }),
    onDelete: 'cascade',
    ...changes,
  });
}

/** The product's expectation in a database that has both tables. */
export function productExpected(changes: Partial<Expectation> = {}): Expected[] {
  return productExpectations.map((expectation) => ({
    expectation: { ...expectation, ...changes },
    child: exampleTable('user_personalization', ['user_id']),
    parent: exampleTable('user_profiles', ['id', 'user_id']),
    ambiguous: [],
    setAside: null,
  }));
}

function exampleTable(table: string, columns: string[]): NonNullable<Expected['child']> {
  const uniques = columns.map((column) => [column]);
  const types = columns.map(() => 'uuid');
  return { schema: 'public', table, columns, types, partitioned: false, leftOut: null, uniques };
}

export function exampleIndex(columns: readonly string[], changes: Partial<TableIndex> = {}): TableIndex {
  return {
    schema: 'public',
    table: 'orders',
    name: 'orders_customer_id_idx',
    method: 'btree',
    plainScan: true,
    valid: true,
    partitioned: false,
    building: 'no',
    unique: false,
    columns: columns.map((name) => ({ name, findsEqual: true })),
    predicate: null,
    ...changes,
  };
}

export function exampleIndexes(indexes: readonly TableIndex[]): Indexes {
  return { indexes: [...indexes], partitions: [] };
}

export function exampleOrphans(counts: readonly Partial<OrphanCount>[]): Orphans {
  const counted: OrphanCount = {
    key: 'public.orders.orders_customer_id_fkey',
    orphans: 0,
    complete: true,
    reason: null,
    rowsSeen: null,
    sampledPercent: null,
    place: null,
    since: null,
    estimatedRows: 1200,
    samples: [],
    query: 'select c.*\nfrom only public.orders as c\nwhere …\nlimit 100;',
    parentNeeds: [],
  };
  return { asked: true, counts: counts.map((changes) => ({ ...counted, ...changes })) };
}
