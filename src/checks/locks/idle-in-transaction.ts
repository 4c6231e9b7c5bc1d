import { defineCheck } from '../check.ts';
import { ages } from './ages/ages.ts';
import { sessionText } from './look/describe.ts';
import { exampleIdle, exampleLocks } from './examples/locks.ts';
import { isIdle, subjectOf } from './look/look.ts';
import { endStatements } from './look/remedies.ts';
import { locks } from './probes/locks.ts';
import { rounded, situationOf, waiterFacts, waitersText } from './verdict/situation.ts';
import { unlessHidden } from './verdict/hidden.ts';

export const idleInTransaction = defineCheck({
  code: 'idle-in-transaction',
  title: 'A session left its transaction open and does nothing',
  severity: 'warning',
  why:
    'It keeps its locks, which any schema change waits for, and old rows, which vacuum then cannot ' +
    'remove.',
  remedy:
    'End the session once you know whose it is: what it did is rolled back. Commit sooner, and set ' +
    'idle_in_transaction_session_timeout.',
  needs: { locks },
  judge: ({ locks: seen }) => {
    const situation = situationOf(seen);
    const found = situation.look.sessions.filter(
      (session) =>
        isIdle(session) && ((session.stateMs ?? 0) >= ages.idleWarningMs || situation.roots.has(session)),
    );
    return unlessHidden(
      seen,
      found.map((session) => ({
        subject: subjectOf(session),
        message: `${sessionText(session)}${waitersText(situation, session)}.`,
        facts: {
          idleMs: rounded(session.stateMs),
          transactionMs: rounded(session.transactionMs),
          ...waiterFacts(situation, session),
        },
        ...((session.stateMs ?? 0) >= ages.idleErrorMs ? { severity: 'error' as const } : {}),
        sql: endStatements([session]),
      })),
    );
  },
  examples: {
    healthy: exampleLocks([{ ...exampleIdle, stateMs: 900 }]),
    broken: exampleLocks([exampleIdle]),
  },
});
