import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/checks/catalogue.ts';
import { deadLiveness } from '../../src/checks/deployment/dead-liveness.ts';
import { toFindings, Withheld, type Check, type Observed } from '../../src/checks/check.ts';

const fingerprints = (check: Check, observed: readonly Observed[]): string[] =>
  toFindings(check, observed).map(({ fingerprint }) => fingerprint);

describe('no two findings of one check share a fingerprint', () => {
  it.each(
    catalogue.filter(({ check }) => check.severity !== null).map(({ check }) => [check.code, check] as const),
  )('%s', (code, check) => {
    const judged = check.judge(check.examples.broken);
    const observed = judged instanceof Withheld ? judged.observed : judged;
    // What it finds in its example, found twice over.
    const seen = fingerprints(check, [...observed, ...observed]);
    expect(new Set(seen).size).toBe(observed.length * 2);
    expect(seen[0]).toBe(`${code}:${observed[0]?.subject}`);
  });

  it('whatever the subjects are, and the same in every run', () => {
    const check: Check = deadLiveness;
    const subjects = fc.array(fc.constantFrom('/a', '/b', '/a (2)'), { maxLength: 8 });
    fc.assert(
      fc.property(subjects, (given) => {
        const observed = given.map((subject) => ({ subject, message: 'm' }));
        const seen = fingerprints(check, observed);
        expect(new Set(seen).size).toBe(seen.length);
        expect(fingerprints(check, observed)).toEqual(seen);
      }),
    );
  });
});
