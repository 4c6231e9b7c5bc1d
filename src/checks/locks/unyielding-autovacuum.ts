import { defineCheck, unknown } from '../check.ts';
import { ageText } from './look/describe.ts';
import { exampleLock, exampleLocks, exampleMigration, exampleSession } from './examples/locks.ts';
import { subjectOf } from './look/look.ts';
import { endStatements } from './look/remedies.ts';
import { locks } from './probes/locks.ts';
import { rounded, situationOf, waiterFacts, waitersText } from './verdict/situation.ts';

const vacuum = exampleSession({
  backend: 'autovacuum worker',
  user: null,
  application: null,
  client: null,
  unyielding: true,
  query: 'autovacuum: VACUUM public.user_profiles (to prevent wraparound)',
  holds: [exampleLock('ShareUpdateExclusiveLock')],
});

export const unyieldingAutovacuum = defineCheck({
  code: 'unyielding-autovacuum',
  title: 'An autovacuum against wraparound holds up a schema change',
  severity: 'warning',
  why:
    'Any other autovacuum gives way within a second; this one keeps its lock until the table is ' +
    'done, and begins again when cancelled.',
  remedy:
    'Let it end where that is near, and migrate then. Cancelled, it comes back for the same table: ' +
    'the waiting statement gets its lock first. Run VACUUM on the table soon afterwards.',
  needs: { locks },
  judge: ({ locks: seen }) => {
    const situation = situationOf(seen);
    const roots = [...situation.roots];
    const found = roots
      .filter(({ unyielding }) => unyielding)
      .map((session) => ({
        subject: subjectOf(session),
        message:
          `${subjectOf(session)} vacuums to prevent transaction id wraparound and does not yield` +
          `${session.query === null ? '' : `: ${session.query}`}` +
          `${session.transactionMs === null ? '' : `, for ${ageText(session.transactionMs)}`}` +
          `${waitersText(situation, session)}.`,
        facts: { transactionMs: rounded(session.transactionMs), ...waiterFacts(situation, session) },
        sql: endStatements([session]),
      }));
    // A process of the server itself has no user.
    const [hidden] = roots.filter((session) => session.hidden && session.user === null);
    if (hidden === undefined) return found;
    return unknown(
      `what ${subjectOf(hidden)} does, which others wait for, is hidden from this role; it may be an ` +
        'autovacuum',
      found,
    );
  },
  examples: {
    healthy: exampleLocks([vacuum]),
    broken: exampleLocks([vacuum, exampleMigration]),
  },
});
