import { expect, it } from 'vitest';
import type { Observed } from '../../../../src/checks/check.ts';
import { keyFacts } from '../../../../src/checks/foreign-keys/catalog/key-facts.ts';
import { keyName } from '../../../../src/checks/foreign-keys/catalog/names.ts';
import { foreignKeyChecks } from '../../../../src/checks/foreign-keys/index.ts';

it.each(foreignKeyChecks.map((check) => [check.code, check] as const))(
  '%s: what is found of a key says what the findings of a code are sorted by',
  (_, check) => {
    const { broken } = check.examples;
    const judgement = check.judge(broken as never);
    const observed: readonly Observed[] = 'observed' in judgement ? judgement.observed : judgement;
    for (const key of 'keys' in broken ? broken.keys.keys : [])
      for (const { facts } of observed.filter(({ subject }) => subject === keyName(key)))
        expect(facts).toMatchObject(keyFacts(key));
  },
);
