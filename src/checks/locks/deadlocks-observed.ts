import { defineCheck, type Observed } from '../check.ts';
import { lockText } from './look/describe.ts';
import { exampleLocks } from './examples/locks.ts';
import { subjectOf, type Locks } from './look/look.ts';
import { locks } from './probes/locks.ts';
import { situationOf } from './verdict/situation.ts';
import { counted, listed } from '../support/in-words.ts';

export const deadlocksObserved = defineCheck({
  code: 'deadlocks-observed',
  title: 'Transactions deadlocked',
  severity: 'info',
  why:
    'The server ends one of them with an error after deadlock_timeout; until then all of them ' +
    'stand still.',
  remedy:
    'Take locks in one order everywhere; the server log has both statements at "deadlock detected". ' +
    'The count starts anew with pg_stat_reset().',
  needs: { locks },
  judge: ({ locks: seen }) => [...ringOf(seen), ...countOf(seen)],
  examples: {
    healthy: exampleLocks([]),
    broken: exampleLocks([], { deadlocks: { count: 3, since: '2026-01-26T09:00:00.000Z' } }),
  },
});

/** One that is there now; deadlock_timeout may be long. */
function ringOf(seen: Locks): Observed[] {
  const { deadlocked } = situationOf(seen).blocking;
  const youngest = deadlocked.toSorted((a, b) => (a.transactionMs ?? 0) - (b.transactionMs ?? 0))[0];
  if (youngest === undefined) return [];
  const waits = deadlocked.map(
    (session) =>
      `${subjectOf(session)} wants ` +
      `${session.waitsFor === null ? 'a lock' : lockText(session.waitsFor, session)}`,
  );
  return [
    {
      subject: subjectOf(youngest),
      message: `${deadlocked.length} sessions wait for each other: ` + `${listed(waits, 4, '; ')}.`,
      facts: { pids: deadlocked.map(({ pid }) => pid) },
      advice: 'Cancel one of them, or wait for deadlock_timeout: the server then ends one itself.',
      sql: [`select pg_catalog.pg_cancel_backend(${youngest.pid});`],
    },
  ];
}

function countOf({ database, deadlocks: { count, since } }: Locks): Observed[] {
  if (count === 0) return [];
  const from = since ?? 'its statistics began';
  return [
    {
      subject: database,
      message: `The server ended ${counted(count, 'deadlock')} in ${database} since ${from}.`,
      facts: { count, since },
    },
  ];
}
