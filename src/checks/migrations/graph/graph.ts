import type { RevisionFile } from '../revision-file/revision-file.ts';
import { groupBy } from '../../support/group-by.ts';
import { remembered } from '../../support/remembered.ts';

export interface Revision {
  readonly id: string;
  readonly path: string;
  /** Its predecessors. */
  readonly down: readonly string[];
  /** All that must be applied before it: its predecessors, and what it depends on. Only what is there. */
  readonly before: readonly string[];
}

/** The revisions of a code base, as Alembic links them. */
export interface Graph {
  /** By id, in the order of the files. */
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Those that no other names as its predecessor, as `alembic heads` lists them. */
  readonly heads: readonly string[];
  /** Ids that several files declare. */
  readonly duplicates: readonly { readonly id: string; readonly paths: readonly string[] }[];
  /** Labels that are taken: by another revision's label, or as an id. */
  readonly clashes: readonly { readonly label: string; readonly by: string; readonly taken: string }[];
  /** Predecessors and dependencies that no file declares. */
  readonly missing: readonly {
    readonly id: string;
    readonly by: Revision;
    readonly as: 'down_revision' | 'depends_on';
  }[];
  /** Revisions that come before themselves; empty where none does. */
  readonly cycle: readonly string[];
}

/**
 * Links the revisions. What is wrong with the chain is told beside it, and the rest is linked all the same.
 */
export const linkRevisions = remembered(link);

function link(files: readonly RevisionFile[]): Graph {
  const declared = groupBy(
    files.filter((file): file is RevisionFile & { readonly revision: string } => file.revision !== null),
    ({ revision }) => revision,
  );
  // A dependency may name a branch by its label instead of a revision.
  const labelled = new Map<string, string>();
  const clashes: Graph['clashes'][number][] = [];
  for (const { labels, revision } of files) {
    if (revision === null) continue;
    for (const label of labels) {
      const taken = declared.has(label) ? label : labelled.get(label);
      if (taken !== undefined && (taken !== revision || taken === label))
        clashes.push({ label, by: revision, taken });
      labelled.set(label, revision);
    }
  }
  const missing: Graph['missing'][number][] = [];
  const revisions = new Map<string, Revision>();
  for (const [id, same] of declared) {
    const down = unique(same.flatMap((file) => file.down));
    const dependsOn = unique(same.flatMap((file) => file.dependsOn)).map((name) =>
      declared.has(name) ? name : (labelled.get(name) ?? name),
    );
    const before = unique([...down, ...dependsOn]);
    const revision: Revision = {
      id,
      path: same[0].path,
      down,
      before: before.filter((other) => declared.has(other)),
    };
    revisions.set(id, revision);
    for (const other of before.filter((name) => !declared.has(name))) {
      missing.push({ id: other, by: revision, as: down.includes(other) ? 'down_revision' : 'depends_on' });
    }
  }
  const builtOn = new Set([...revisions.values()].flatMap(({ down }) => down));
  return {
    revisions,
    heads: [...revisions.keys()].filter((id) => !builtOn.has(id)),
    duplicates: [...declared]
      .filter(([, same]) => same.length > 1)
      .map(([id, same]) => ({ id, paths: same.map(({ path }) => path) })),
    clashes,
    missing,
    cycle: cycleIn(revisions),
  };
}

/** The revisions and everything before them. Ids that are not in the graph are left out. */
export function withAncestors({ revisions }: Graph, ids: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const revision = found.has(id) ? undefined : revisions.get(id);
    if (revision === undefined) continue;
    found.add(id);
    open.push(...revision.before);
  }
  return found;
}

/** These revisions in an order in which they can be applied: each behind all that come before it. */
export function inOrder({ revisions }: Graph, ids: ReadonlySet<string>): string[] {
  const ordered: string[] = [];
  const visited = new Set<string>();
  // Not by recursion: a chain may be longer than the stack.
  for (const start of ids) {
    const path: { readonly id: string; readonly open: string[] }[] = [];
    const enter = (id: string): void => {
      if (visited.has(id) || !ids.has(id)) return;
      visited.add(id);
      path.push({ id, open: [...(revisions.get(id)?.before ?? [])].reverse() });
    };
    enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const before = step.open.pop();
      if (before !== undefined) enter(before);
      else ordered.push(path.pop()?.id ?? '');
    }
  }
  return ordered;
}

/** What is left when all that comes before nothing, or after nothing, is taken away again and again. */
function cycleIn(revisions: ReadonlyMap<string, Revision>): string[] {
  const after = new Map<string, string[]>([...revisions.keys()].map((id) => [id, []]));
  for (const { id, before } of revisions.values()) for (const other of before) after.get(other)?.push(id);
  const left = new Set(revisions.keys());
  const trim = (
    towards: (id: string) => readonly string[],
    back: (id: string) => readonly string[],
  ): void => {
    const open = new Map([...left].map((id) => [id, towards(id).filter((other) => left.has(other)).length]));
    const free = [...left].filter((id) => open.get(id) === 0);
    for (let id = free.pop(); id !== undefined; id = free.pop()) {
      left.delete(id);
      for (const other of back(id)) {
        const rest = (open.get(other) ?? 0) - 1;
        open.set(other, rest);
        if (rest === 0) free.push(other);
      }
    }
  };
  const beforeOf = (id: string): readonly string[] => revisions.get(id)?.before ?? [];
  const afterOf = (id: string): readonly string[] => after.get(id) ?? [];
  trim(beforeOf, afterOf);
  if (left.size > 0) trim(afterOf, beforeOf);
  return [...left].toSorted();
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
