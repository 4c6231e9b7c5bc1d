import { groupBy } from '../../support/group-by.ts';
import type { ForeignKey } from './key.ts';
import { tableName } from './names.ts';

/** Where a delete goes: from a parent, by its CASCADE keys, to their children. */
export interface Cascades {
  /** The CASCADE keys towards a table. */
  readonly below: (table: string) => readonly ForeignKey[];
  /** Every table that a delete in this one reaches, itself only where it leads back. */
  readonly reached: (table: string) => ReadonlySet<string>;
}

export function cascadesOf(keys: readonly ForeignKey[]): Cascades {
  const byParent = groupBy(
    keys.filter(({ enforced, onDelete }) => enforced && onDelete === 'cascade'),
    ({ references }) => tableName(references),
  );
  const below = (table: string): readonly ForeignKey[] => byParent.get(table) ?? [];
  const known = new Map<string, ReadonlySet<string>>();
  return {
    below,
    reached: (table) => {
      const reached = known.get(table) ?? walk(table, below);
      known.set(table, reached);
      return reached;
    },
  };
}

function walk(from: string, below: Cascades['below']): Set<string> {
  const reached = new Set<string>();
  const open = [from];
  for (let table = open.pop(); table !== undefined; table = open.pop()) {
    for (const key of below(table)) {
      const child = tableName(key);
      if (reached.has(child)) continue;
      reached.add(child);
      open.push(child);
    }
  }
  return reached;
}

/** The shortest way from a table back to itself, over at least one other, as the keys that lead there; or null. */
export function wayBack(from: string, { below }: Cascades): readonly ForeignKey[] | null {
  const cameBy = new Map<string, ForeignKey>();
  let ring = [from];
  while (ring.length > 0) {
    const next: string[] = [];
    for (const table of ring) {
      for (const key of below(table)) {
        const child = tableName(key);
        if (child === table) continue;
        if (child === from) return pathTo(table, from, cameBy).concat(key);
        if (cameBy.has(child)) continue;
        cameBy.set(child, key);
        next.push(child);
      }
    }
    ring = next;
  }
  return null;
}

function pathTo(table: string, from: string, cameBy: ReadonlyMap<string, ForeignKey>): ForeignKey[] {
  const path: ForeignKey[] = [];
  for (let at = table; at !== from;) {
    const key = cameBy.get(at);
    if (key === undefined) break;
    path.unshift(key);
    at = tableName(key.references);
  }
  return path;
}
