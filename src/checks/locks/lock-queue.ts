import { defineCheck } from '../check.ts';
import { ageText, lockText, ownerText } from './look/describe.ts';
import { exampleIdle, exampleLocks, exampleMigration, exampleWaiter } from './examples/locks.ts';
import { subjectOf, type Session } from './look/look.ts';
import { locks } from './probes/locks.ts';
import { rootFacts, situationOf } from './verdict/situation.ts';
import { counted, listed } from '../support/in-words.ts';

export const lockQueue = defineCheck({
  code: 'lock-queue',
  title: 'Sessions queue behind a request that waits itself',
  severity: 'warning',
  why:
    'What would get its lock at once stands still, since requests are served in order: to its ' +
    'users the service hangs.',
  remedy:
    'Cancel the waiting request: the queue passes at once, and it can be tried again with a short ' +
    'lock_timeout. Or end what it waits for.',
  needs: { locks },
  judge: ({ locks: seen }) => {
    const { look, blocking } = situationOf(seen);
    const isFirst = (session: Session): boolean =>
      session.waitsFor !== null &&
      blocking.rootsOf(session).length > 0 &&
      blocking.blockersOf(session).every((blocker) => blocker.waitsFor === null);
    return look.sessions.filter(isFirst).flatMap((head) => {
      const queue = blocking.dependentsOf(head);
      if (head.waitsFor === null || queue.length === 0) return [];
      const longestMs = Math.max(...queue.map(({ waitsFor }) => waitsFor?.waitMs ?? 0));
      const owners = [...new Set(queue.map(ownerText))].filter((owner) => owner !== '');
      return [
        {
          subject: subjectOf(head),
          message:
            `${counted(queue.length, 'session waits', 'sessions wait')} behind ` +
            `${subjectOf(head)}, which itself waits for ${lockText(head.waitsFor, head)}` +
            `${longestMs > 0 ? `, for up to ${ageText(longestMs)}` : ''}` +
            `${owners.length === 0 ? '' : `: ${listed(owners, 3, '; ')}`}.`,
          facts: {
            ...rootFacts(blocking.rootsOf(head)),
            queued: queue.length,
            queuedPids: queue.map(({ pid }) => pid).slice(0, 50),
            longestWaitMs: Math.round(longestMs),
          },
          sql: [`select pg_catalog.pg_cancel_backend(${head.pid});`],
        },
      ];
    });
  },
  examples: {
    healthy: exampleLocks([exampleIdle, exampleMigration]),
    broken: exampleLocks([exampleIdle, exampleMigration, exampleWaiter('AccessShareLock', 4713, [4712])]),
  },
});
