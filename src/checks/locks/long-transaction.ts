import { defineCheck } from '../check.ts';
import { ages } from './ages/ages.ts';
import { sessionText } from './look/describe.ts';
import { exampleLocks, exampleSession } from './examples/locks.ts';
import { isIdle, subjectOf, type Session } from './look/look.ts';
import { endingOf, endStatements } from './look/remedies.ts';
import { locks } from './probes/locks.ts';
import { rounded, situationOf, waiterFacts, waitersText, type Situation } from './verdict/situation.ts';
import { unlessHidden } from './verdict/hidden.ts';

export const longTransaction = defineCheck({
  code: 'long-transaction',
  title: 'A transaction works for long, or holds others up while it works',
  severity: 'warning',
  why: 'It keeps its locks, which others wait for, and old rows, which vacuum then cannot remove.',
  remedy:
    'Let it end where its work is wanted, and do such work in smaller pieces; else cancel the statement ' +
    'that it runs, or end its session where it runs none: what it did is rolled back.',
  needs: { locks },
  judge: ({ locks: seen }) => {
    const situation = situationOf(seen);
    return unlessHidden(
      seen,
      situation.look.sessions
        .filter((session) => isLong(session, situation))
        .map((session) => ({
          subject: subjectOf(session),
          message: `${sessionText(session)}${waitersText(situation, session)}.`,
          facts: { transactionMs: rounded(session.transactionMs), ...waiterFacts(situation, session) },
          advice: adviceFor(session),
          sql: endStatements([session]),
        })),
    );
  },
  examples: {
    healthy: exampleLocks([exampleSession()]),
    broken: exampleLocks([exampleSession({ transactionMs: 600_000 })]),
  },
});

/** In words what the line to paste does. */
function adviceFor(session: Session): string {
  const ending = endingOf(session);
  if (ending === null) return recovery;
  const last =
    ending === 'cancel'
      ? 'cancel its statement'
      : 'end its session, which has no statement that lasts, so that a cancel would meet none';
  return (
    'Let it end where its work is wanted, and do such work in smaller pieces; else ' +
    `${last}. What it did is rolled back.`
  );
}

const recovery =
  'This is the recovery of a standby, which holds a lock for a transaction on the primary: look ' +
  'for that one there.';

/** Helpers of a server that live long by their nature, or whose leader is told of. */
const notClients = [
  'autovacuum worker',
  'walsender',
  'parallel worker',
  'logical replication worker',
  'startup',
];

/**
 * Idle ones are `idle-in-transaction`. A session that waits is held up itself: its time in the queue does not
 * count.
 */
function isLong(session: Session, { roots }: Situation): boolean {
  const { gid, hidden, backend, waitsFor, transactionMs, stateMs } = session;
  if (gid !== null || hidden) return false;
  const idle = isIdle(session);
  if (roots.has(session)) return !idle && backend !== 'autovacuum worker';
  if (idle && (stateMs ?? 0) >= ages.idleWarningMs) return false;
  return (
    !notClients.includes(backend ?? '') &&
    (transactionMs ?? 0) - (waitsFor?.waitMs ?? 0) >= ages.transactionMs
  );
}
