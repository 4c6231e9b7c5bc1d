import type { Look, Session } from '../look/look.ts';
import { blockingOf, type Blocking } from './blocking.ts';

/** A session in the picture of who waits for whom. */
export interface Branch {
  readonly session: Session;
  /** Who waits for it, each drawn once. */
  readonly waiters: readonly Branch[];
  /** Who waits for nobody and holds it up too, besides the one at the top. */
  readonly also: readonly Session[];
}

/**
 * Those who wait for nobody, with the queue behind each. Whoever waits for several is drawn below the first
 * in the queue: all that stand behind one waiting request are then side by side. The root with most behind it
 * comes first. Pure.
 */
export function forestOf(look: Look, blocking: Blocking = blockingOf(look)): readonly Branch[] {
  const { involved, blockersOf } = blocking;
  const above = new Map<Session, Session | null>();
  const depths = new Map<Session, number>();
  const place = (session: Session, trail: ReadonlySet<Session>): number => {
    const known = depths.get(session);
    if (known !== undefined) return known;
    const further = new Set(trail).add(session);
    // Inside a ring somebody has to be the first.
    const blockers = blockersOf(session).filter((blocker) => !further.has(blocker));
    const queued = blockers.filter((blocker) => blockersOf(blocker).length > 0);
    let best: { readonly blocker: Session; readonly depth: number } | null = null;
    for (const blocker of queued.length > 0 ? queued : blockers) {
      const depth = place(blocker, further);
      if (best === null || depth < best.depth) best = { blocker, depth };
    }
    above.set(session, best?.blocker ?? null);
    const depth = best === null ? 0 : best.depth + 1;
    depths.set(session, depth);
    return depth;
  };
  for (const session of involved) place(session, new Set());

  const below = new Map<Session, Session[]>();
  for (const session of involved) {
    const parent = above.get(session);
    if (parent != null) below.set(parent, [...(below.get(parent) ?? []), session]);
  }
  const branch = (session: Session, top: Session): Branch => ({
    session,
    waiters: (below.get(session) ?? []).toSorted(longestWaitFirst).map((waiter) => branch(waiter, top)),
    also: blockersOf(session).filter((blocker) => blocker !== top && blockersOf(blocker).length === 0),
  });
  const trees = involved.filter((session) => above.get(session) === null).map((top) => branch(top, top));
  return trees.toSorted((a, b) => sizeOf(b) - sizeOf(a) || oldestFirst(a.session, b.session));
}

/** How many wait in this tree. */
export function sizeOf({ waiters }: Branch): number {
  return waiters.reduce((sum, waiter) => sum + 1 + sizeOf(waiter), 0);
}

function longestWaitFirst(a: Session, b: Session): number {
  return (b.waitsFor?.waitMs ?? 0) - (a.waitsFor?.waitMs ?? 0) || a.pid - b.pid;
}

function oldestFirst(a: Session, b: Session): number {
  return (b.transactionMs ?? 0) - (a.transactionMs ?? 0) || a.pid - b.pid;
}
