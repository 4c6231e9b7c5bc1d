import { groupBy } from '../../support/group-by.ts';
import type { ForeignKey } from './key.ts';
import { tableName } from './names.ts';

/** Where a delete goes: from a parent, by its CASCADE keys, to their children. */
export interface Cascades {
  /** The CASCADE keys towards a table. */
  readonly below: (table: string) => readonly ForeignKey[];
  /** Every table that a delete in this one reaches, itself only where it leads back. */
  readonly reached: (table: string) => ReadonlySet<string>;
  /** Tables through which a delete can come back to where it began, and those between two such circles. */
  readonly circling: () => ReadonlySet<string>;
}

/** No delete goes over more tables; without a bound thousands of tables in a row would take a long time. */
const deepest = 24;

export function cascadesOf(keys: readonly ForeignKey[]): Cascades {
  const cascading = keys.filter(({ enforced, onDelete }) => enforced && onDelete === 'cascade');
  const byParent = groupBy(cascading, ({ references }) => tableName(references));
  const below = (table: string): readonly ForeignKey[] => byParent.get(table) ?? [];
  const known = new Map<string, ReadonlySet<string>>();
  return {
    below,
    circling: () => circles(cascading),
    reached: (table) => {
      const reached = known.get(table) ?? walk(table, below);
      known.set(table, reached);
      return reached;
    },
  };
}

function walk(from: string, below: Cascades['below']): Set<string> {
  const reached = new Set<string>();
  let ring: readonly string[] = [from];
  for (let depth = 0; ring.length > 0 && depth < deepest; depth += 1) {
    const next: string[] = [];
    for (const child of ring.flatMap((table) => below(table).map(tableName))) {
      if (reached.has(child)) continue;
      reached.add(child);
      next.push(child);
    }
    ring = next;
  }
  return reached;
}

/** Takes away what nothing leads to, or what leads nowhere, until only circles are left. */
function circles(keys: readonly ForeignKey[]): Set<string> {
  const edges = keys
    .map((key) => [tableName(key.references), tableName(key)] as const)
    .filter(([parent, child]) => parent !== child);
  const left = new Set(edges.flat());
  for (const side of [1, 0] as const) {
    const other = side === 1 ? 0 : 1;
    const counts = new Map<string, number>();
    const beyond = groupBy(edges, (edge) => edge[other]);
    for (const edge of edges) counts.set(edge[side], (counts.get(edge[side]) ?? 0) + 1);
    const open = [...left].filter((table) => !counts.has(table));
    for (let table = open.pop(); table !== undefined; table = open.pop()) {
      left.delete(table);
      for (const edge of beyond.get(table) ?? []) {
        const count = (counts.get(edge[side]) ?? 0) - 1;
        counts.set(edge[side], count);
        if (count === 0) open.push(edge[side]);
      }
    }
  }
  return left;
}

/**
 * The shortest way from a table back to itself, over at least one other, as the keys that lead there; or
 * null.
 */
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
