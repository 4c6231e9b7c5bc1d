import { inOrder, withAncestors, type Graph } from '../graph/graph.ts';

/** How the database stands to the code. Both lists are in the order in which Alembic would apply them. */
export interface Relation {
  readonly state: 'at head' | 'behind' | 'ahead' | 'diverged';
  /** Revisions of the code that the database does not have. */
  readonly pending: readonly string[];
  /** Revisions of the database that the code's heads do not build on. */
  readonly extra: readonly string[];
}

/**
 * Compares what is applied with what the code builds on. A merge, and a dependency, contain what came before
 * them.
 */
export function relate(graph: Graph, heads: readonly string[], applied: readonly string[]): Relation {
  const inCode = withAncestors(graph, heads);
  const inDatabase = withAncestors(graph, applied);
  const pending = inOrder(graph, without(inCode, inDatabase));
  const extra = inOrder(graph, without(inDatabase, inCode));
  const state =
    pending.length > 0 ? (extra.length > 0 ? 'diverged' : 'behind') : extra.length > 0 ? 'ahead' : 'at head';
  return { state, pending, extra };
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}
