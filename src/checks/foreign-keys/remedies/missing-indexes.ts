import { groupBy } from '../../support/group-by.ts';
import { coverageBy } from '../catalog/index-coverage.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { indexesByTable, poorLookups } from '../catalog/lookups.ts';
import { columnNames, tableName } from '../catalog/names.ts';
import type { TableIndex } from '../catalog/table-index.ts';
import { comparesAsIs } from '../catalog/type-pairs.ts';
import { columnSet } from '../expectations/compare.ts';
import type { Indexes } from '../probes/indexes.ts';
import type { Keys } from '../probes/keys.ts';
import { isCopy, type MissingIndex } from './index-statements.ts';
import { rememberedForBoth } from '../../support/remembered.ts';

/** What gives a key an index that serves. */
export type IndexRemedy =
  | { readonly kind: 'create'; readonly index: MissingIndex }
  /** One that is there would serve, were it valid. */
  | { readonly kind: 'rebuild'; readonly index: TableIndex }
  /** The key converts the child's values: no plain index finds them. */
  | { readonly kind: 'none' };

type Remedies = (key: ForeignKey) => IndexRemedy;

/** One index for all keys that it serves: two on one column, or one on a column that leads another's. */
export const indexRemedies = rememberedForBoth(plan);

/** While it grows: the first `fixed` columns have their places. */
interface Planned {
  index: MissingIndex;
  fixed: number;
}

function plan(keys: Keys, indexes: Indexes): Remedies {
  const indexesOf = indexesByTable(indexes);
  const planned = new Map<ForeignKey, Planned>();
  for (const [table, ofTable] of groupBy(poorLookups(keys, indexes), ({ key }) => tableName(key))) {
    const made: Planned[] = [];
    const there = indexesOf.get(table) ?? [];
    const widestFirst = ofTable.toSorted((a, b) => b.columns.length - a.columns.length);
    for (const { key, columns, uncovered, partlyDone } of widestFirst) {
      if (!comparesAsIs(key) || wouldServe(there, key) !== null) continue;
      const shared = made.find((each) => lead(each, key));
      if (shared === undefined) {
        const index: MissingIndex = {
          schema: key.schema,
          table: key.table,
          columns: columns.length === 1 ? columns : [...new Set(columns)],
          method: key.period ? 'gist' : 'btree',
          partitioned: key.partitioned,
          uncovered,
          partlyDone,
        };
        made.push({ index, fixed: 0 });
      } else shared.index = widened(shared.index, { uncovered, partlyDone });
      const each = shared ?? made.at(-1);
      if (each !== undefined) planned.set(key, each);
    }
  }
  return (key) => {
    const create = planned.get(key);
    if (create !== undefined) return { kind: 'create', index: create.index };
    const invalid = wouldServe(indexesOf.get(tableName(key)) ?? [], key);
    return invalid === null || !comparesAsIs(key) ? { kind: 'none' } : { kind: 'rebuild', index: invalid };
  };
}

/** An index that a failed build left behind and that would serve the key. */
function wouldServe(ofTable: readonly TableIndex[], key: ForeignKey): TableIndex | null {
  for (const index of ofTable) {
    // Nearly all are valid.
    if (index.valid || index.partitioned || index.building !== 'no' || isCopy(index)) continue;
    if (coverageBy({ ...index, valid: true }, columnNames(key.columns)) === 'covered') return index;
  }
  return null;
}

/**
 * Puts the key's columns in front, where they are some of the index's and nobody else's order speaks against
 * it.
 */
function lead(planned: Planned, key: ForeignKey): boolean {
  const { index, fixed } = planned;
  // Most keys of a table share no column.
  const [first] = key.columns;
  if (first === undefined || !index.columns.includes(first.name)) return false;
  const wanted = [...new Set(columnNames(key.columns))];
  if (index.method !== (key.period ? 'gist' : 'btree')) return false;
  if (columnSet(index.columns.slice(0, wanted.length)) === columnSet(wanted)) {
    if (wanted.length < index.columns.length) planned.fixed = Math.max(fixed, wanted.length);
    return true;
  }
  if (fixed > 0 || !wanted.every((name) => index.columns.includes(name))) return false;
  const others = index.columns.filter((name) => !wanted.includes(name));
  planned.index = { ...index, columns: [...wanted, ...others] };
  planned.fixed = wanted.length;
  return true;
}

function widened(
  index: MissingIndex,
  { uncovered, partlyDone }: Pick<MissingIndex, 'uncovered' | 'partlyDone'>,
): MissingIndex {
  const names = new Set(index.uncovered.map(tableName));
  return {
    ...index,
    uncovered: [...index.uncovered, ...uncovered.filter((leaf) => !names.has(tableName(leaf)))],
    partlyDone: index.partlyDone || partlyDone,
  };
}
