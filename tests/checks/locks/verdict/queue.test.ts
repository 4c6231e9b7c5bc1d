import { expect, it } from 'vitest';
import { queueText, wantedText } from '../../../../src/checks/locks/verdict/queue.ts';

const locks = Array.from({ length: 12 }, (_, nth) => ({
  schema: 'public',
  table: `t${nth}`,
  mode: 'AccessExclusiveLock' as const,
}));

it('names ten relations, and how many more there are', () => {
  expect(wantedText({ locks })).toMatch(/^ACCESS EXCLUSIVE on public\.t0, .* on public\.t9 and 2 more$/);
  expect(queueText({ locks, connected: [] })).toMatch(/ of public\.t0, .*, public\.t9 and 2 more$/);
});

it.each([
  ['ShareLock', false, 'whoever writes there'],
  ['AccessExclusiveLock', false, 'whoever reads or writes there'],
  ['ShareLock', true, 'whoever writes there and every older snapshot of this database'],
] as const)('says whom it waits for beyond its lock: %s, snapshots %s', (waitsOut, snapshots, sentence) => {
  const [first] = locks.map((lock) => ({ ...lock, mode: 'ShareUpdateExclusiveLock' as const, waitsOut }));
  expect(wantedText({ locks: first === undefined ? [] : [first], snapshots })).toBe(
    `SHARE UPDATE EXCLUSIVE on public.t0, and wait for ${sentence}`,
  );
});

it('says so where no table is locked', () => {
  expect(wantedText({ locks: [] })).toBe('no lock on any table');
});
