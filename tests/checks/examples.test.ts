import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/checks/catalogue.ts';
import { toFinding, type Check } from '../../src/checks/check.ts';

/** The examples are typed by each check's own needs, which a list of different checks has forgotten. */
const judge = (check: Check, example: 'healthy' | 'broken') => {
  const judgement = check.judge(check.examples[example] as never);
  return 'observed' in judgement ? judgement : { status: 'judged', observed: judgement };
};

describe.each(catalogue.map(({ subject, check }) => [check.code, subject, check] as const))(
  '%s',
  (code, subject, check) => {
    it('is a file of its subject, named by its code', () => {
      expect(existsSync(new URL(`../../src/checks/${subject}/${code}.ts`, import.meta.url))).toBe(true);
    });

    it('finds nothing in its healthy example', () => {
      expect(judge(check, 'healthy')).toEqual({ status: 'judged', observed: [] });
    });

    it('finds itself in its broken example', () => {
      const { status, observed } = judge(check, 'broken');
      if (check.severity === null) {
        expect({ status, observed }).toEqual({ status: 'unknown', observed: [] });
        return;
      }
      expect(observed.length).toBeGreaterThan(0);
      const findings = observed.map((each) => toFinding(check, each));
      expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]));
      expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
      for (const { subject: about, message, remedy } of findings) {
        expect(Math.min(about.length, message.length, remedy.advice.length)).toBeGreaterThan(0);
      }
    });
  },
);

it.each(
  catalogue
    .filter(({ subject, check }) => subject === 'foreign-keys' && check.severity !== null)
    .map(({ check }) => [check.code, check] as const),
)('%s says how large its table is, by which findings of one code are sorted', (_, check) => {
  const facts = judge(check, 'broken').observed.map((found) => toFinding(check, found).facts);
  expect(facts.filter((each) => !('estimatedRows' in each))).toEqual([]);
});

it('no code is given twice in a subject', () => {
  const places = catalogue.map(({ subject, check }) => `${subject}/${check.code}`);
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});

it('a code means the same wherever it stands', () => {
  const first = new Map(catalogue.toReversed().map(({ check }) => [check.code, check]));
  for (const { check } of catalogue) {
    const { title, severity, why } = check;
    expect(first.get(check.code)).toMatchObject({ title, severity, why });
  }
});
