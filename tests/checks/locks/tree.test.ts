import { describe, expect, it } from 'vitest';
import {
  exampleIdle,
  exampleLock,
  exampleMigration,
  exampleSession,
  exampleWaiter,
} from '../../../src/checks/locks/examples/locks.ts';
import { withLastingWaits, subjectOf, type Look, type Session } from '../../../src/checks/locks/look/look.ts';
import { ageText } from '../../../src/checks/locks/look/describe.ts';
import { blockingOf } from '../../../src/checks/locks/tree/blocking.ts';
import { forestOf, type Branch } from '../../../src/checks/locks/tree/forest.ts';

const look = (...sessions: Session[]): Look => ({
  sessions,
  connected: sessions.length,
  hidden: 0,
  locks: 0,
});

const shape = ({ session, waiters, also }: Branch): unknown => [
  subjectOf(session),
  ...(also.length === 0 ? [] : [`also ${also.map(subjectOf).join()}`]),
  ...waiters.map(shape),
];
const drawn = (seen: Look): unknown[] => forestOf(seen).map(shape);
const roots = (seen: Look, waiter: Session): string[] => blockingOf(seen).rootsOf(waiter).map(subjectOf);

describe('who waits for whom', () => {
  it('a queue stands below the first that waits, side by side', () => {
    const second = exampleWaiter('AccessExclusiveLock', 5, [4711, 4712]);
    const reader = exampleWaiter('AccessShareLock', 6, [4712, 5]);
    const seen = look(exampleIdle, exampleMigration, second, reader);
    expect(drawn(seen)).toEqual([['pid 4711', ['pid 4712', ['pid 5'], ['pid 6']]]]);
    for (const waiter of [exampleMigration, second, reader])
      expect(roots(seen, waiter)).toEqual(['pid 4711']);
  });

  it('a chain is as deep as it is long', () => {
    const seen = look(
      exampleIdle,
      exampleWaiter('ShareLock', 1, [4711]),
      exampleWaiter('ShareLock', 2, [1]),
      exampleWaiter('ShareLock', 3, [2]),
    );
    expect(drawn(seen)).toEqual([['pid 4711', ['pid 1', ['pid 2', ['pid 3']]]]]);
  });

  it('of several roots all are named, and the waiting one is drawn once', () => {
    const other = exampleSession({ pid: 9 });
    const waiter = exampleWaiter('AccessExclusiveLock', 10, [4711, 9]);
    const seen = look(exampleIdle, other, waiter);
    expect(drawn(seen)).toEqual([['pid 4711', ['pid 10', 'also pid 9']], ['pid 9']]);
    expect(roots(seen, waiter)).toEqual(['pid 4711', 'pid 9']);
  });

  it('of several prepared transactions the one that holds the lock is the root', () => {
    const prepared = (gid: string, mode: string, target?: string) =>
      exampleSession({
        pid: 0,
        gid,
        state: 'prepared',
        holds: [exampleLock(mode, target === undefined ? {} : { target })],
      });
    const waiter = exampleWaiter('ShareLock', 10, [0]);
    const seen = look(
      prepared('same mode', 'ShareLock'),
      prepared('elsewhere', 'AccessExclusiveLock', 'relation:5:1'),
      prepared('mine', 'RowExclusiveLock'),
      waiter,
    );
    expect(roots(seen, waiter)).toEqual(["prepared 'mine'"]);
  });

  it('a ring has no root, who waits behind it is not in it, and all are drawn', () => {
    const ring = [
      exampleWaiter('ShareLock', 1, [2]),
      exampleWaiter('ShareLock', 2, [3]),
      exampleWaiter('ShareLock', 3, [1]),
    ];
    const seen = look(...ring, exampleWaiter('ShareLock', 4, [1]), exampleIdle, exampleMigration);
    const { deadlocked, rootsOf } = blockingOf(seen);
    expect(deadlocked).toEqual(ring);
    expect(ring.map(rootsOf)).toEqual([[], [], []]);
    expect(
      JSON.stringify(drawn(seen))
        .match(/pid \d+/g)
        ?.toSorted(),
    ).toEqual(['pid 1', 'pid 2', 'pid 3', 'pid 4', 'pid 4711', 'pid 4712']);
  });

  it('a blocker that is gone meanwhile leaves a root of nobody', () => {
    const waiter = exampleWaiter('ShareLock', 1, [77]);
    expect(drawn(look(waiter))).toEqual([['pid 1']]);
    expect(roots(look(waiter), waiter)).toEqual([]);
  });

  it('two thousand in one queue are drawn in a moment', () => {
    const queue = Array.from({ length: 2_000 }, (_, nth) =>
      exampleWaiter('AccessExclusiveLock', nth + 1, [
        4711,
        ...Array.from({ length: Math.min(nth, 200) }, (__, before) => nth - before),
      ]),
    );
    const began = performance.now();
    expect(forestOf(look(exampleIdle, ...queue))).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('two looks', () => {
  const young = (pid: number) =>
    exampleWaiter('ShareLock', pid, [4711], {
      waitsFor: exampleLock('ShareLock', { granted: false, waitMs: 20 }),
    });

  it('only what lasts is a wait', () => {
    const one = look(exampleIdle, young(1), young(2));
    const other = look(exampleIdle, young(1), young(3), exampleMigration);
    const waiting = withLastingWaits({ looks: [one, other] }).sessions.filter(
      ({ waitsFor }) => waitsFor !== null,
    );
    expect(waiting.map(subjectOf)).toEqual(['pid 1', 'pid 4712']);
  });
});

it.each([
  [0.4, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [93_784_000, '1 d 2 h'],
])('%d ms are %s', (ms, text) => expect(ageText(ms)).toBe(text));
