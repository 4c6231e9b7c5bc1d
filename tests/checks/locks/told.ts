import {
  exampleIdle,
  exampleLock,
  exampleLocks,
  exampleMigration,
  exampleSession,
  exampleWaiter,
} from '../../../src/checks/locks/examples/locks.ts';
import { exampleHolderOf, exampleWouldBlock } from '../../../src/checks/locks/examples/would-block.ts';
import type { Holder } from '../../../src/checks/locks/look/holder.ts';
import type { Session } from '../../../src/checks/locks/look/look.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const writers = (count: number): Session[] =>
  Array.from({ length: count }, (_, place) =>
    exampleSession({
      pid: 100 + place,
      transaction: `5/${100 + place}`,
      holds: [exampleLock('RowExclusiveLock')],
    }),
  );
const waitsForAll = (blockers: readonly Session[]): Session => ({
  ...exampleMigration,
  blockedBy: blockers.map(({ pid }) => pid),
});
const readers = (count: number): Session[] =>
  Array.from({ length: count }, (_, place) =>
    exampleWaiter('AccessShareLock', 200 + place, [4712], {
      application: `reader-${place}`,
      waitsFor: exampleLock('AccessShareLock', { granted: false, waitMs: 1_000 * (place + 1) }),
    }),
  );
/** Each waits for the next one, and the last for the first; the second began last. */
const ring = (count: number): Session[] =>
  Array.from({ length: count }, (_, place) =>
    exampleWaiter('RowExclusiveLock', 300 + place, [300 + ((place + 1) % count)], {
      transactionMs: place === 1 ? 1_000 : 9_000 + place,
      holds: [exampleLock('RowExclusiveLock')],
    }),
  );
/** Before version 14 the server does not say since when a session waits; so it is looked at twice. */
const ageless = (waiter: Session): Session => ({
  ...waiter,
  waitsFor: waiter.waitsFor && { ...waiter.waitsFor, waitMs: null },
});
const twoLooks = (sessions: readonly Session[]): Seen => {
  const { locks } = exampleLocks(sessions, { version: 130_000 });
  return { locks: { ...locks, looks: [...locks.looks, ...locks.looks] } };
};
const writer = (pid: number): Holder =>
  exampleHolderOf({ pid, transaction: `6/${pid}`, state: 'active', query: 'update orders set paid = $1' });
const withRows = (pids: readonly number[]): Seen => ({
  wouldBlock: {
    ...exampleWouldBlock([[], [writer(1)]]).wouldBlock,
    rowLooks: [[], pids.map(writer)],
  },
});
const young = (holder: Holder): Holder => ({ ...holder, transactionMs: 4 });

export const lockScenarios: Scenarios = {
  'blocked-ddl': {
    'three are in its way': exampleLocks([...writers(3), waitsForAll(writers(3))]),
    'four are in its way': exampleLocks([...writers(4), waitsForAll(writers(4))]),
    'two queue behind it': exampleLocks([exampleIdle, exampleMigration, ...readers(2)]),
    'as PostgreSQL 13 shows it': twoLooks([exampleIdle, ageless(exampleMigration)]),
  },
  'lock-queue': {
    'three queue, each of another owner': exampleLocks([exampleIdle, exampleMigration, ...readers(3)]),
    'four queue, each of another owner': exampleLocks([exampleIdle, exampleMigration, ...readers(4)]),
    'one queues of whom nothing is known, as PostgreSQL 13 shows it': twoLooks([
      exampleIdle,
      ageless(exampleMigration),
      ageless(
        exampleWaiter('AccessShareLock', 4713, [4712], { application: null, user: null, client: null }),
      ),
    ]),
  },
  'deadlocks-observed': {
    'two wait for each other': exampleLocks(ring(2)),
    'four wait for each other': exampleLocks(ring(4)),
    'five wait for each other': exampleLocks(ring(5)),
  },
  'obstructed-ddl': {
    'four may have rows, and one of them the table': withRows([1, 2, 3, 4]),
    'five may have rows, and one of them the table': withRows([1, 2, 3, 4, 5]),
    'three that just began, of which two were there before': exampleWouldBlock([
      [writer(1), writer(2), { ...writer(3), transaction: '6/2' }].map(young),
      [writer(1), writer(2), writer(3)].map(young),
    ]),
    'nobody was looked for': exampleWouldBlock([]),
  },
  'long-transaction': {
    'the recovery of a standby holds up a reader': exampleLocks([
      exampleSession({ backend: 'startup', application: null, state: null, transactionMs: 600_000 }),
      exampleWaiter('AccessShareLock', 4713, [4711]),
    ]),
    'it is idle for long, which idle-in-transaction tells': exampleLocks([
      exampleSession({ state: 'idle in transaction', transactionMs: 900_000, stateMs: 600_000 }),
    ]),
    'it is idle for a moment between its statements': exampleLocks([
      exampleSession({ state: 'idle in transaction', transactionMs: 900_000, stateMs: 50 }),
    ]),
    'it waited itself for most of its time': exampleLocks([
      exampleIdle,
      exampleWaiter('RowExclusiveLock', 4713, [4711], {
        transactionMs: 310_000,
        waitsFor: exampleLock('RowExclusiveLock', { granted: false, waitMs: 300_000 }),
      }),
    ]),
  },
};
