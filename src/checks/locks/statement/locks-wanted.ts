import { qualifiedName } from '../../postgres/sql/identifier.ts';
import { stronger, type LockMode } from '../modes/modes.ts';
import type { LockWanted, Wanted } from './wanted.ts';

interface Table {
  readonly schema: string;
  readonly table: string;
}

/** A foreign key, as far as it says which tables are locked together. */
export interface KeyLink {
  readonly name: string;
  readonly child: Table;
  readonly parent: Table;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
  /** The constraint of the parent that it leads to; null for a mere unique index. */
  readonly target: string | null;
}

/** The locks that statements take on these tables, the strongest of each; sorted by name. Pure. */
export function locksWanted(
  wanted: readonly (Wanted & { readonly found: Table })[],
  keys: readonly KeyLink[],
): LockWanted[] {
  const byName = new Map<string, LockWanted>();
  const take = ({ schema, table }: Table, mode: LockMode, alone = false): boolean => {
    const name = qualifiedName(schema, table);
    const known = byName.get(name);
    const taken = known === undefined ? mode : stronger(known.mode, mode);
    byName.set(name, { schema, table, mode: taken, ...(alone && known === undefined && { alone }) });
    return known?.mode !== taken;
  };
  const takeChildren = (of: Table, mode: LockMode, deep: boolean): void => {
    for (const { child, parent } of keys) {
      if (same(parent, of) && take(child, mode) && deep) takeChildren(child, mode, deep);
    }
  };
  for (const { found, mode, follows, alone } of wanted) {
    take(found, mode, alone);
    const from = keys.filter(({ child }) => same(child, found));
    const to = keys.filter(({ parent }) => same(parent, found));
    for (const follow of follows) {
      switch (follow.kind) {
        case 'constraint':
          for (const { parent } of from.filter(({ name }) => name === follow.name)) take(parent, follow.mode);
          if (!follow.cascade) break;
          for (const { child } of to.filter(({ target }) => target === follow.name)) take(child, follow.mode);
          break;
        case 'column':
          for (const { parent } of from.filter(({ columns }) => columns.includes(follow.name)))
            take(parent, follow.mode);
          if (!follow.both) break;
          for (const { child } of to.filter(({ parentColumns }) => parentColumns.includes(follow.name)))
            take(child, follow.mode);
          break;
        case 'keys-from':
          for (const { parent } of from) take(parent, follow.mode);
          break;
        case 'keys-to':
          takeChildren(found, follow.mode, follow.deep);
          break;
      }
    }
  }
  return [...byName.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, lock]) => lock);
}

function same(one: Table, other: Table): boolean {
  return one.schema === other.schema && one.table === other.table;
}
