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
