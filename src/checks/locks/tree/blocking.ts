import type { Look, Session } from '../look/look.ts';
import { conflictsOf } from '../modes/modes.ts';

/** Who waits for whom, and where that ends. */
export interface Blocking {
  /** The sessions that somebody waits for directly, or that wait; in the order of the look. */
  readonly involved: readonly Session[];
  /** Of a session that waits: whom for. */
  readonly blockersOf: (waiter: Session) => readonly Session[];
  /** Of a session that waits: those at the end of all chains, who wait for nobody; none inside a deadlock. */
  readonly rootsOf: (waiter: Session) => readonly Session[];
  /** All who wait for this session, directly or behind others. */
  readonly dependentsOf: (blocker: Session) => readonly Session[];
  /** Sessions that wait for each other in a ring, until the server ends one of them. */
  readonly deadlocked: readonly Session[];
}

/** Pure. A blocker that is gone by the time its session was looked up is left out. */
export function blockingOf({ sessions }: Look): Blocking {
  const byPid = new Map(sessions.filter(({ gid }) => gid === null).map((session) => [session.pid, session]));
  const prepared = sessions.filter(({ gid }) => gid !== null);
  const blockers = new Map<Session, readonly Session[]>();
  for (const waiter of sessions) {
    if (waiter.waitsFor === null) continue;
    const found = [...new Set(waiter.blockedBy)].flatMap((pid) =>
      pid === 0 ? prepared.filter((one) => holdsUp(one, waiter)) : (byPid.get(pid) ?? []),
    );
    // The server does not say whom a process of its own waits for, such as the recovery of a standby.
    if (found.length === 0) found.push(...sessions.filter((one) => one !== waiter && holdsUp(one, waiter)));
    blockers.set(waiter, found);
  }
  const dependents = new Map<Session, Session[]>();
  for (const [waiter, found] of blockers) {
    for (const blocker of found) {
      const known = dependents.get(blocker);
      if (known === undefined) dependents.set(blocker, [waiter]);
      else known.push(waiter);
    }
  }
  const waiting = (session: Session): boolean => (blockers.get(session)?.length ?? 0) > 0;
  const behind = (root: Session): Session[] => {
    const reached = new Set<Session>([root]);
    for (const session of reached) for (const next of dependents.get(session) ?? []) reached.add(next);
    reached.delete(root);
    return [...reached];
  };
  const roots = new Map<Session, Session[]>();
  for (const root of dependents.keys()) {
    if (waiting(root)) continue;
    for (const waiter of behind(root)) roots.set(waiter, [...(roots.get(waiter) ?? []), root]);
  }
  return {
    involved: sessions.filter((session) => blockers.has(session) || dependents.has(session)),
    blockersOf: (waiter) => blockers.get(waiter) ?? [],
    rootsOf: (waiter) => roots.get(waiter) ?? [],
    dependentsOf: behind,
    deadlocked: ringsOf(blockers, dependents),
  };
}

/** Whether that transaction holds what this one waits for; the process id of a prepared one tells nothing. */
function holdsUp({ holds }: Session, { waitsFor }: Session): boolean {
  if (waitsFor === null) return false;
  const modes: readonly string[] = conflictsOf(waitsFor.mode);
  return holds.some(({ target, mode }) => target === waitsFor.target && modes.includes(mode));
}

/**
 * Takes away who waits for nobody, then who waits only for those, and so on; then, of the rest, whom nobody
 * waits for.
 */
function ringsOf(
  blockers: ReadonlyMap<Session, readonly Session[]>,
  dependents: ReadonlyMap<Session, readonly Session[]>,
): Session[] {
  const left = new Set([...blockers.keys()].filter((session) => blockers.get(session)?.length));
  peel(left, blockers, dependents);
  peel(left, dependents, blockers);
  return [...left];
}

/** Takes from `left` whoever leads to nobody in it, until none is left that does. */
function peel(
  left: Set<Session>,
  leadsTo: ReadonlyMap<Session, readonly Session[]>,
  comesFrom: ReadonlyMap<Session, readonly Session[]>,
): void {
  const degree = new Map(
    [...left].map((session) => [
      session,
      (leadsTo.get(session) ?? []).filter((other) => left.has(other)).length,
    ]),
  );
  const free = [...left].filter((session) => degree.get(session) === 0);
  for (const session of free) {
    left.delete(session);
    for (const before of comesFrom.get(session) ?? []) {
      const remaining = (degree.get(before) ?? 0) - 1;
      degree.set(before, remaining);
      if (remaining === 0 && left.has(before)) free.push(before);
    }
  }
}
