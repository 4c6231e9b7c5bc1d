import { expect, it } from 'vitest';
import type { Repair } from '../../../../src/checks/repair/index.ts';
import { exampleHolderOf } from '../../../../src/checks/locks/examples/would-block.ts';
import { exampleRepair, exampleStep } from '../../../../src/checks/repair/examples/repair.ts';
import { outcomeLines, planLines } from '../../../../src/qa/commands/repair-fk/repair-lines.ts';

const tried = (outcome: Repair['attempts'][number]['outcome'], changes = {}): Repair['attempts'][number] => ({
  step: 'swap',
  kind: 'alter',
  locks: 'ACCESS EXCLUSIVE on public.child',
  outcome,
  durationMs: 7,
  holders: [],
  error: null,
  ...changes,
});
const inTheWay =
  '; in the way: Process 4711 (api), idle in transaction, in a transaction for 1 min 32 s, holds AccessShareLock on ' +
  'public.user_profiles; its last statement: select count(*) from user_profiles';
const held = { holders: [exampleHolderOf()] };

it.each<[string, Repair['attempts'], string]>([
  ['done at once', [tried('done')], 'done in 7 ms, 1 try'],
  [
    'done once the way was clear: each who was in it is told once',
    [tried('held-up', held), tried('timed-out', held), tried('done')],
    `done in 7 ms, 3 tries`,
  ],
  ['given up', [tried('held-up', held)], 'not done: somebody was in the way, 1 try'],
  ['given up while waiting', [tried('timed-out')], 'not done: a lock did not come in time, 1 try'],
  ['of another run', [tried('overtaken')], 'somebody else did it first, 1 try'],
  ['failed', [tried('failed', { error: 'disk full' })], 'failed: disk full, 1 try'],
])('of a step that was %s its lock, time and tries are told, and who was in the way', (_, attempts, said) => {
  const way = attempts.some(({ holders }) => holders.length > 0) ? inTheWay : '';
  const { repair } = exampleRepair({ attempts, stateBefore: 'It was wrong.', state: 'It is now.' });
  const told = outcomeLines(repair);
  expect(told.slice(0, 3)).toEqual([
    'Before: It was wrong.',
    `swap: ${said}, takes ACCESS EXCLUSIVE on public.child${way}`,
    'After: It is now.',
  ]);
  const changed = attempts.some(({ outcome }) => outcome === 'done');
  expect(told.slice(3)).toEqual(changed ? ['To go back:\nNothing was changed.'] : []);
});

it('a plan names each step with its locks, and of a run that tried nothing nothing is told', () => {
  const { repair } = exampleRepair({ stateBefore: 'It is NOT VALID.', steps: [exampleStep()] });
  expect(planLines(repair)).toEqual([
    'It is NOT VALID.',
    'Step 1 of 1: validate user_personalization_user_id_fkey (takes SHARE UPDATE EXCLUSIVE on ' +
      'public.user_personalization, ROW SHARE on public.user_profiles)',
  ]);
  expect(outcomeLines(repair)).toEqual([]);
});
