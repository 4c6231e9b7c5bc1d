import {
  code,
  inOrder,
  linkRevisions,
  versionTable,
  withAncestors,
  type Graph,
} from '../../../checks/migrations/index.ts';
import type { Report } from '../../../checks/report.ts';

/** Beyond this many revisions only those around the heads and the database's are drawn. */
const manyRevisions = 40;
/** Of a long row of pending revisions its ends are drawn. */
const mostAtAnEnd = 12;
/** Predecessors of a head, or of where the database is, that are drawn with it. */
const generations = 4;

export const stepStates = ['applied', 'pending', 'extra', 'unknown', 'plain', 'gap'] as const;

/** A revision as a box, or a gap for those that are not drawn. */
export interface Step {
  readonly id: string;
  /** The id, and in words what its colour says. */
  readonly label: string;
  readonly state: (typeof stepStates)[number];
}

export interface RevisionPicture {
  /** In the order in which they can be applied. */
  readonly steps: readonly Step[];
  /** From a revision to the one that comes after it. */
  readonly links: readonly { readonly from: string; readonly to: string; readonly depends: boolean }[];
  /** How many revisions are not drawn. */
  readonly omitted: number;
}

/** The chain around head and database; null for a report that holds no revision files. */
export function revisionPicture({ evidence }: Pick<Report, 'evidence'>): RevisionPicture | null {
  const given = code.shape.safeParse(evidence[code.name]);
  if (!given.success || given.data === null || given.data.directories.length === 0) return null;
  const table = versionTable.shape.safeParse(evidence[versionTable.name]);
  const rows =
    table.success && table.data !== null && table.data.schema !== null ? table.data.revisions : null;
  const graph = linkRevisions(given.data.files);
  const heads = given.data.expectedHeads.length > 0 ? given.data.expectedHeads : graph.heads;
  const order = inOrder(graph, new Set(graph.revisions.keys()));
  const strangers = (rows ?? []).filter((id) => !graph.revisions.has(id));
  // Behind a revision that no file declares may stand any of these: what is not applied is not known then.
  const isKnown = strangers.length === 0;
  const applied = rows === null ? null : withAncestors(graph, rows);
  const inCode = withAncestors(graph, heads);
  const stateOf = (id: string): Step['state'] => {
    if (applied === null) return 'plain';
    if (!applied.has(id)) return isKnown && inCode.has(id) ? 'pending' : 'plain';
    return inCode.has(id) ? 'applied' : 'extra';
  };
  const drawn = chosen(graph, order, [...heads, ...graph.heads, ...(rows ?? [])], (id) => {
    const state = stateOf(id);
    return state === 'pending' || state === 'extra';
  });
  const step = (id: string): Step => {
    const state = stateOf(id);
    const words = [
      heads.includes(id) ? 'head' : graph.heads.includes(id) ? 'a head of the files' : null,
      rows?.includes(id) ? 'database' : null,
      state === 'pending' ? 'pending' : state === 'extra' ? 'not in the code' : null,
    ].filter((word) => word !== null);
    return { id, state, label: [id, ...words].join(' · ') };
  };
  const gaps: Step[] = [];
  const links: RevisionPicture['links'][number][] = [];
  for (const id of order.filter((each) => drawn.has(each))) {
    const { before = [], down = [] } = graph.revisions.get(id) ?? {};
    for (const other of before.filter((each) => drawn.has(each))) {
      links.push({ from: other, to: id, depends: !down.includes(other) });
    }
    if (before.some((other) => !drawn.has(other))) {
      gaps.push({ id: `before ${id}`, label: '…', state: 'gap' });
      links.push({ from: `before ${id}`, to: id, depends: false });
    }
  }
  return {
    steps: [
      ...gaps,
      ...order.filter((id) => drawn.has(id)).map(step),
      ...strangers.map((id): Step => ({ id, state: 'unknown', label: `${id} · database · unknown` })),
    ],
    links,
    omitted: order.length - drawn.size,
  };
}

/** The picture in a sentence. */
export function describeRevisions({ steps, omitted }: RevisionPicture): string {
  const drawn = steps.filter(({ state }) => state !== 'gap').length;
  const pending = steps.filter(({ state }) => state === 'pending').length;
  return (
    `${drawn} ${drawn === 1 ? 'revision' : 'revisions'}${pending > 0 ? `, ${pending} of them pending` : ''}` +
    `${omitted > 0 ? `; ${omitted} more are not drawn` : ''}.`
  );
}

function chosen(
  graph: Graph,
  order: readonly string[],
  around: readonly string[],
  isInQuestion: (id: string) => boolean,
): ReadonlySet<string> {
  if (order.length <= manyRevisions) return new Set(order);
  const inQuestion = order.filter(isInQuestion);
  const ends =
    inQuestion.length <= 2 * mostAtAnEnd
      ? inQuestion
      : [...inQuestion.slice(0, mostAtAnEnd), ...inQuestion.slice(-mostAtAnEnd)];
  const kept = new Set(ends);
  let level = around.filter((id) => graph.revisions.has(id)).slice(0, mostAtAnEnd);
  for (let generation = 0; generation <= generations; generation += 1) {
    for (const id of level) kept.add(id);
    level = level.flatMap((id) => graph.revisions.get(id)?.before ?? []);
  }
  return kept;
}
