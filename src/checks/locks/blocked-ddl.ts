import { defineCheck } from '../check.ts';
import { ageText, lockText, queryText, sessionText, whoText } from './look/describe.ts';
import { exampleIdle, exampleLocks, exampleMigration, exampleSession } from './examples/locks.ts';
import { subjectOf, type Lock, type Session } from './look/look.ts';
import { endStatements } from './look/remedies.ts';
import { isStrong } from './modes/modes.ts';
import { locks } from './probes/locks.ts';
import { rootFacts, rounded, situationOf } from './verdict/situation.ts';
import { counted, listed } from '../support/in-words.ts';

export const blockedDdl = defineCheck({
  code: 'blocked-ddl',
  title: 'A schema change waits for a lock',
  severity: 'error',
  why: 'It does not get on, and every later query that its lock would exclude queues behind it, readers too.',
  remedy:
    'End the transaction that holds it up, once you know whose it is, or let it end; the schema ' +
    'change then gets on by itself.',
  needs: { locks },
  judge: ({ locks: seen }) => {
    const { look, blocking } = situationOf(seen);
    return look.sessions.flatMap((waiter) => {
      const { waitsFor } = waiter;
      if (waitsFor === null || !isSchemaChange(waitsFor)) return [];
      const roots = blocking.rootsOf(waiter);
      const queued = blocking.dependentsOf(waiter).length;
      const behind = `${counted(queued, 'more session queues', 'more sessions queue')} behind it.`;
      const since = waitsFor.waitMs === null ? '' : ` ${ageText(waitsFor.waitMs)}`;
      return [
        {
          subject: subjectOf(waiter),
          message:
            `${whoText(waiter)} has waited${since} for ${lockText(waitsFor, waiter)}, to run: ` +
            `${queryText(waiter) ?? 'a statement of its own'}. ${rootText(roots)}` +
            (queued === 0 ? '' : ` ${behind}`),
          facts: {
            ...rootFacts(roots),
            waitMs: rounded(waitsFor.waitMs),
            wants: lockText(waitsFor, waiter),
            statement: waiter.query,
            queued,
          },
          sql: endStatements(roots),
        },
      ];
    });
  },
  examples: {
    healthy: exampleLocks([exampleSession()]),
    broken: exampleLocks([exampleIdle, exampleMigration]),
  },
});

/** What CREATE INDEX CONCURRENTLY and its like wait for is the end of older transactions. */
function isSchemaChange({ type, mode }: Lock): boolean {
  return type === 'virtualxid' || (['relation', 'object'].includes(type) && isStrong(mode));
}

/** How many of those at the end of the queue a sentence names. */
const mostNamed = 3;

function rootText(roots: readonly Session[]): string {
  if (roots.length === 0)
    return 'Whom it waits for could not be seen: no session was found at the end of its queue.';
  return `It waits for ${listed(roots.map(sessionText), mostNamed, '; and for ')}.`;
}
