import { expect, it } from 'vitest';
import type { Finding, Verdict } from '../../../src/checks/finding.ts';
import { merge } from '../../../src/qa/output/merge.ts';
import { clear, found, skipped, unknown } from '../../checks/causes/verdicts.ts';

const merged = (...verdicts: Verdict[]): Verdict => {
  const cleanup = { status: 'not-needed', undo: [] } as const;
  const [only, ...others] = merge(
    verdicts.map((verdict) => ({ verdicts: [verdict], evidence: {}, cleanup: { ...cleanup, undo: [] } })),
  ).verdicts;
  if (only === undefined || others.length > 0) throw new Error('one check makes one verdict');
  return only;
};
const silent = (changes: Partial<Finding>): Verdict => found('unreachable-api', changes);

it.each<[string, Verdict[], string]>([
  ['found by one', [clear('a'), found('a')], 'found'],
  ['unknown to one', [clear('a'), unknown('a')], 'unknown'],
  ['clear to one that looked', [skipped('a'), clear('a')], 'clear'],
  ['looked at by none', [skipped('a'), skipped('a')], 'skipped'],
])('what is %s is so for all', (_, verdicts, status) => {
  expect(merged(...verdicts).status).toBe(status);
});

it.each<[string, Partial<Finding>, string[]]>([
  ['the same finding', {}, ['origin']],
  ['the same sentence about a subject that is named apart', { subject: 'origin (dns)' }, ['origin']],
  ['the same sentence about another target', { subject: 'b: origin' }, ['origin', 'b: origin']],
  ['another sentence', { subject: 'other', message: 'No answer.' }, ['origin', 'other']],
])('of two looks, %s', (_, changes, subjects) => {
  const second = silent({
    subject: 'origin',
    fingerprint: `unreachable-api:${changes.subject ?? 'origin'}`,
    ...changes,
  });
  const { findings } = merged(silent({ subject: 'origin', fingerprint: 'unreachable-api:origin' }), second);
  expect(findings.map(({ subject }) => subject)).toEqual(subjects);
});

it.each<[string, Verdict[], string | null]>([
  ['of what stayed open', [unknown('a'), clear('a')], 'it could not be looked at'],
  ['told by two', [unknown('a'), unknown('a')], 'it could not be looked at'],
  ['beside what is found', [found('a'), unknown('a')], 'it could not be looked at'],
  ['of who left it out, beside one that looked', [skipped('a'), clear('a')], null],
  ['of all that left it out', [skipped('a'), skipped('a')], 'it does not apply here'],
  [
    'of who left it out, beside one that could not look',
    [skipped('a'), unknown('a')],
    'it could not be looked at',
  ],
])('the reason %s is told once', (_, verdicts, reason) => {
  expect(merged(...verdicts).reason).toBe(reason);
});

const cleanedUp = (status: 'incomplete' | 'complete' | 'not-needed', ...undo: string[]) => ({
  verdicts: [],
  evidence: {},
  cleanup: { status, undo },
});

it.each([
  [[], { status: 'not-needed', undo: [] }],
  [[cleanedUp('not-needed'), cleanedUp('complete')], { status: 'complete', undo: [] }],
  [
    [cleanedUp('incomplete', 'one'), cleanedUp('complete'), cleanedUp('incomplete', 'two')],
    { status: 'incomplete', undo: ['one', 'two'] },
  ],
])('what any run left is left by all: %j', (runs, cleanup) => {
  expect(merge(runs).cleanup).toEqual(cleanup);
});

it('evidence stands together, and exchanges are numbered so that no two are one', () => {
  const run = (evidence: Record<string, unknown>) => ({ ...cleanedUp('not-needed'), evidence });
  const traffic = (warnMs: number, ...ids: number[]) => ({ warnMs, exchanges: ids.map((id) => ({ id })) });
  const { evidence } = merge([
    run({ traffic: traffic(1, 1, 2), keys: 'of the first' }),
    run({ locks: [] }),
    run({ traffic: traffic(2, 1, 4), keys: 'of the last' }),
  ]);
  // The last run's other evidence speaks of its exchanges by number.
  expect(evidence).toEqual({ keys: 'of the last', locks: [], traffic: traffic(2, 1, 4, 6, 7) });
  const alone = traffic(1, 5);
  expect(merge([run({ traffic: alone }), run({ traffic: null }), run({ traffic: {} })]).evidence).toEqual({
    traffic: {},
  });
  expect(merge([run({}), run({ traffic: alone })]).evidence).toEqual({ traffic: alone });
});
