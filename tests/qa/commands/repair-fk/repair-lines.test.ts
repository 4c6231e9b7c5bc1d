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
  '; in the way: Process 4711 (api), idle in transaction, in a transaction for 1 min 32 s, ' +
  'holds AccessShareLock on ' +
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

it('each step is told once, in order, with its last try, and everybody who was in its way', () => {
  const other = { holders: [exampleHolderOf({ pid: 12, application: 'worker' }), exampleHolderOf()] };
  const attempts = [
    tried('held-up', { ...other, durationMs: 1 }),
    tried('done', held),
    tried('done', { step: 'validate', locks: 'SHARE UPDATE EXCLUSIVE on public.child', durationMs: 9 }),
  ];
  const sql = [['begin;', 'alter table a;', 'commit;'], ['drop index b;']];
  const told = outcomeLines(exampleRepair({ attempts, wayBack: { sql, reason: 'never told' } }).repair);
  expect(told.slice(1, -2)).toEqual([
    expect.stringMatching(
      /^swap: done in 7 ms, 2 tries, .*; in the way: Process 12 \(worker\), .*; Process 4711 \(api\), /,
    ),
    'validate: done in 9 ms, 1 try, takes SHARE UPDATE EXCLUSIVE on public.child',
  ]);
  expect(told[1]?.match(/Process 4711/g)).toHaveLength(1);
  expect(told.at(-1)).toBe('To go back:\nbegin;\nalter table a;\ncommit;\ndrop index b;');
});

it('where nothing leads back, and no reason is known, nothing was changed', () => {
  const { repair } = exampleRepair({ attempts: [tried('done')], wayBack: { sql: [], reason: null } });
  expect(outcomeLines(repair).at(-1)).toBe('To go back:\nNothing was changed.');
  const reason = 'It had no parent.';
  const { repair: known } = exampleRepair({ attempts: [tried('done')], wayBack: { sql: [], reason } });
  expect(outcomeLines(known).at(-1)).toBe(`To go back:\n${reason}`);
});

it.each([
  [0, '0 rows are'],
  [1, '1 row is'],
  [2, '2 rows are'],
])('where %i rows lie that were moved is told, also of a run that tried nothing', (rows, are) => {
  const quarantined = { table: 'public.qa_orphans', rows, back: 'insert …;' };
  const line =
    `${are} in public.qa_orphans now; once their parents are there, this puts them back:\n` + 'insert …;';
  expect(outcomeLines(exampleRepair({ quarantined }).repair)).toEqual([line]);
  const { repair } = exampleRepair({ quarantined, attempts: [tried('failed')], state: 'It is wrong.' });
  expect(outcomeLines(repair).slice(-2)).toEqual([line, 'After: It is wrong.']);
});

it('steps of a plan are counted', () => {
  const steps = [exampleStep(), { ...exampleStep(), title: 'drop it', locks: [] }];
  expect(planLines(exampleRepair({ steps }).repair).slice(1)).toEqual([
    expect.stringMatching(/^Step 1 of 2: validate .*\)$/),
    'Step 2 of 2: drop it (takes )',
  ]);
});
