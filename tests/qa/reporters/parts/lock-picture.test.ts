import { expect, it } from 'vitest';
import {
  exampleLock,
  exampleLocks,
  exampleSession,
  exampleWaiter,
} from '../../../../src/checks/locks/examples/locks.ts';
import type { Lock, Look, Session } from '../../../../src/checks/locks/look/look.ts';
import { lockDigraph, lockFlowchart } from '../../../../src/qa/reporters/parts/lock-diagrams.ts';
import { lockLines } from '../../../../src/qa/reporters/parts/lock-lines.ts';
import { isDrawn, lockPicture } from '../../../../src/qa/reporters/parts/lock-picture.ts';
import { lockTree } from '../../../../src/qa/reporters/parts/lock-tree.ts';

const look = (sessions: readonly Session[], changes: Partial<Look> = {}) => ({
  evidence: exampleLocks([], {
    looks: [{ sessions: [...sessions], connected: 12, hidden: 0, locks: 34, ...changes }],
  }),
  verdicts: [],
});
const holding = (...locks: readonly Lock[]): Session => exampleSession({ pid: 1, holds: [...locks] });
const locksOf = (...relations: readonly string[]): Lock[] =>
  relations.map((relation) => exampleLock('ShareLock', { relation, target: `relation:5:${relation}` }));
const waiting = (pid: number, ...by: readonly number[]): Session => exampleWaiter('AccessShareLock', pid, by);

it.each([
  [[], {}, 'Looked at 12 sessions of the database shop and 34 locks: nobody waits.'],
  [[], { connected: 1, locks: 1 }, 'Looked at 1 session of the database shop and 1 lock: nobody waits.'],
  [
    [],
    { hidden: 2 },
    'Looked at 12 sessions of the database shop and 34 locks: nobody waits; state and statement of 2 are ' +
      'hidden from this role.',
  ],
  [[holding(), waiting(2, 1)], {}, 'Looked at 12 sessions of the database shop and 34 locks: 1 waits.'],
  [
    [holding(), waiting(2, 1), waiting(3, 1)],
    {},
    'Looked at 12 sessions of the database shop and 34 locks: 2 wait.',
  ],
])('a look is told in a sentence: %#', (sessions, changes, summary) => {
  expect(lockPicture(look(sessions, changes))?.summary).toBe(summary);
  expect(lockLines(look(sessions, changes))[0]).toBe(summary);
});

it('is none where nobody looked', () => {
  expect(lockPicture({ evidence: {}, verdicts: [] })).toBeNull();
  expect(lockLines({ evidence: {}, verdicts: [] })).toEqual([]);
});

it.each([
  ['inspect-locks', [], true],
  ['diagnose', [], false],
  ['diagnose', [holding(), waiting(2, 1)], true],
])('a drawing of %s: %#', (command, sessions, drawn) => {
  const picture = lockPicture(look(sessions));
  expect(picture !== null && isDrawn(picture, { command })).toBe(drawn);
});

it.each<[string, readonly Lock[], string | null]>([
  ['nothing', [], null],
  ['one', locksOf('a'), 'holds SHARE on public.a'],
  [
    'four',
    locksOf('a', 'b', 'c', 'd'),
    'holds ' + ['a', 'b', 'c', 'd'].map((at) => `SHARE on public.${at}`).join(', '),
  ],
  [
    'five',
    locksOf('a', 'b', 'c', 'd', 'e'),
    `holds ${['a', 'b', 'c', 'd'].map((at) => `SHARE on public.${at}`).join(', ')}, …`,
  ],
])('of a session that holds %s', (_, locks, line) => {
  const [tree] = lockPicture(look([holding(...locks), waiting(2, 1)]))?.trees ?? [];
  expect(tree?.details).toEqual([...(line === null ? [] : [line]), 'select count(*) from user_profiles']);
});

it('whom else a session waits for is said', () => {
  const others = [3, 4].map((pid) => exampleSession({ pid, transaction: `3/${pid}` }));
  const text = lockLines(look([holding(), ...others, waiting(2, 1, 3, 4)])).join('\n');
  expect(text).toMatch(/waits for pid \d, pid \d too/);
});

it('of fifteen who wait for one, three and all who wait for them are counted', () => {
  const crowd = Array.from({ length: 15 }, (_, nth) => waiting(100 + nth, 1));
  const picture = lockPicture(look([holding(), ...crowd, waiting(200, 114), waiting(201, 114)]));
  if (picture === null) throw new Error('a look was given');
  expect(picture.trees[0]?.waiters).toHaveLength(12);
  expect(picture.trees[0]?.omitted).toBe(5);
  expect(lockFlowchart(picture)).toContain('  s0_more["and 5 more"]\n  s0_more --> s0\n');
  expect(lockDigraph(picture)).toContain('  s0_more [label="and 5 more"];\n  s0_more -> s0;\n');
  expect(lockTree(picture)).toContain('and 5 more</text>');
});

it('what is not told of an edge or of a summary is said plainly, on one line', () => {
  const box = { head: 'a', details: [], wants: null, severity: null, waiters: [], omitted: 0 };
  const picture = { summary: 'one\n\n two', trees: [{ ...box, waiters: [{ ...box, head: 'b' }] }] };
  expect(lockFlowchart(picture)).toBe(
    'flowchart BT\n  %% one two\n  s0["a"]\n  s1["b"]\n  s1 -->|"waits"| s0\n',
  );
  expect(lockDigraph(picture)).toMatch(/^\/\/ one two\ndigraph/);
  expect(lockDigraph(picture)).toContain(
    '  s0 [label="a"];\n  s1 [label="b"];\n  s1 -> s0 [label="waits"];\n',
  );
  expect(lockTree(picture)).toContain('<g class="clear"><title>waits</title>');
});
