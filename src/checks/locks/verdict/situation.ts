import { ageText, lockText } from '../look/describe.ts';
import { withLastingWaits, type Locks, type Look, type Session } from '../look/look.ts';
import { blockingOf, type Blocking } from '../tree/blocking.ts';
import { counted } from '../../support/in-words.ts';
import { remembered } from '../../support/remembered.ts';

/** The waits that last, and who stands at the end of each. */
export interface Situation {
  readonly look: Look;
  readonly blocking: Blocking;
  /** Whom everybody in some queue waits for in the end. */
  readonly roots: ReadonlySet<Session>;
}

export const situationOf = remembered((locks: Locks): Situation => {
  const look = withLastingWaits(locks);
  const blocking = blockingOf(look);
  return { look, blocking, roots: new Set(blocking.involved.flatMap(blocking.rootsOf)) };
});

/** `; 3 sessions wait for it, the longest for 12 s: pid 42 wants …`, or nothing where nobody does. */
export function waitersText({ blocking }: Situation, root: Session): string {
  const waiters = blocking.dependentsOf(root);
  const longest = waiters.toSorted((a, b) => (b.waitsFor?.waitMs ?? 0) - (a.waitsFor?.waitMs ?? 0))[0];
  if (longest?.waitsFor == null) return '';
  const since =
    longest.waitsFor.waitMs === null ? '' : `, the longest for ${ageText(longest.waitsFor.waitMs)}`;
  const wanted = `pid ${longest.pid} wants ${lockText(longest.waitsFor, longest)}`;
  return `; ${counted(waiters.length, 'session waits', 'sessions wait')} for it${since}: ${wanted}`;
}

/** Facts about one who holds others up. */
export function waiterFacts({ blocking }: Situation, root: Session) {
  const waiters = blocking.dependentsOf(root);
  return { waiters: waiters.length, waiterPids: waiters.map(({ pid }) => pid).slice(0, 50) };
}

/** Facts about those at the end of a queue; 0 stands for a prepared transaction. */
export function rootFacts(roots: readonly Session[]) {
  return {
    rootPids: roots.map(({ pid }) => pid),
    roots: roots
      .slice(0, 20)
      .map(({ pid, gid, user, application, client, state, transactionMs, stateMs, query, holds }) => ({
        pid,
        ...(gid !== null && { gid }),
        user,
        application,
        client,
        state,
        transactionMs: rounded(transactionMs),
        stateMs: rounded(stateMs),
        query,
        holds: holds.map((lock) => lockText(lock)),
      })),
  };
}

export function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
