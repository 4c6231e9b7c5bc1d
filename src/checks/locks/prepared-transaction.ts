import { quoteLiteral } from '../postgres/sql/identifier.ts';
import { defineCheck } from '../check.ts';
import { ages } from './ages/ages.ts';
import { ageText, lockText } from './look/describe.ts';
import { exampleLocks, exampleSession } from './examples/locks.ts';
import { subjectOf } from './look/look.ts';
import { endStatements } from './look/remedies.ts';
import { locks } from './probes/locks.ts';
import { rounded, situationOf, waiterFacts, waitersText } from './verdict/situation.ts';

export const preparedTransaction = defineCheck({
  code: 'prepared-transaction',
  title: 'A prepared transaction was never ended',
  severity: 'warning',
  why:
    'It keeps its locks and old rows through restarts and belongs to no session, so nothing ends ' +
    'it but a statement.',
  remedy:
    'Ask the transaction manager that prepared it; ROLLBACK PREPARED takes back what it did, COMMIT ' +
    'PREPARED keeps it.',
  needs: { locks },
  judge: ({ locks: seen }) => {
    const situation = situationOf(seen);
    const found = situation.look.sessions.filter(
      (session) =>
        session.gid !== null &&
        ((session.transactionMs ?? 0) >= ages.preparedMs || situation.roots.has(session)),
    );
    return found.map((session) => {
      const holds = session.holds.map((lock) => lockText(lock));
      return {
        subject: subjectOf(session),
        message:
          'The transaction ' +
          `${quoteLiteral(session.gid ?? '')}${session.user === null ? '' : ` of role ${session.user}`} ` +
          `was prepared${session.transactionMs === null ? '' : ` ${ageText(session.transactionMs)} ago`} ` +
          `and is still open` +
          `${holds.length === 0 ? '' : `; it holds ${holds.slice(0, 5).join(', ')}`}` +
          `${waitersText(situation, session)}.`,
        facts: {
          gid: session.gid,
          preparedMs: rounded(session.transactionMs),
          holds,
          ...waiterFacts(situation, session),
        },
        sql: endStatements([session]),
      };
    });
  },
  examples: {
    healthy: exampleLocks([]),
    broken: exampleLocks([
      exampleSession({ pid: 0, gid: 'order-17', state: 'prepared', transactionMs: 900_000 }),
    ]),
  },
});
