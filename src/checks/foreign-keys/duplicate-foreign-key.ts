import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { findExpected, selectedKeys, sharedRoutes } from './expectations/compare.ts';
import { exampleKey, exampleKeys } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { keyName, targetName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { duplicates } from './remedies/cures.ts';
import { sameDefinition, strength } from './remedies/duplicates.ts';
import { dropKey } from './remedies/statements.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const duplicateForeignKey = defineCheck({
  code: 'duplicate-foreign-key',
  title: 'Two foreign keys lead from the same columns to the same columns',
  severity: 'warning',
  why:
    'Each write is checked twice; where their actions differ, what a delete does depends on which ' +
    'trigger fires first.',
  remedy: 'Drop the one that nothing names; where their definitions differ, decide first which one is meant.',
  needs: { keys },
  judge: ({ keys: { keys: found, expectations } }) => {
    const goes = new Set(duplicates(found, expectations));
    const isExpected = (key: ForeignKey): boolean =>
      expectations.some((expected) => findExpected(expected, [key]).there.length > 0);
    // A key that goes for another reason is told there.
    const inherited = selectedKeys(found).flatMap((key) =>
      key.repeats === undefined || goes.has(key)
        ? []
        : [
            {
              subject: keyName(key),
              message:
                `${keyName(key)} leads to ${targetName(key)} as ${keyName(key.repeats)} does, which ` +
                'its partition inherits.',
              facts: { other: keyName(key.repeats), sameDefinition: true, ...keyFacts(key) },
              // Dropped, it would be missing.
              ...(isExpected(key)
                ? {
                    advice: 'Take it out of what is expected, then drop it: the inherited key says the same.',
                  }
                : { sql: dropKey(key) }),
            },
          ],
    );
    const beside = sharedRoutes(found).flatMap((same) => {
      const groups = [...groupBy(same, sameDefinition).values()];
      // The one to keep stands first: one that protects, rather than one that is NOT VALID or NOT ENFORCED.
      const [kept, ...contradicting] = groups
        .flatMap((equal) => equal.filter((key) => !goes.has(key)))
        .toSorted((a, b) => strength(b) - strength(a));
      return [
        ...groups.flatMap((equal) => {
          const stays = equal.find((key) => !goes.has(key));
          return equal.flatMap((key) =>
            stays === undefined || key === stays
              ? []
              : [
                  {
                    subject: keyName(key),
                    message: `${keyName(key)} leads to ${targetName(key)} as ${stays.name} does.`,
                    facts: { other: keyName(stays), sameDefinition: true, ...keyFacts(key) },
                    sql: dropKey(key),
                  },
                ],
          );
        }),
        ...contradicting.flatMap((key) =>
          kept === undefined
            ? []
            : [
                {
                  subject: keyName(key),
                  message:
                    `${keyName(key)} leads to ${targetName(key)} as ${kept.name} does, and their ` +
                    'definitions contradict each other.',
                  facts: { other: keyName(kept), sameDefinition: false, ...keyFacts(key) },
                  severity: 'error' as const,
                },
              ],
        ),
      ];
    });
    return [...beside, ...inherited];
  },
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: {
      keys: exampleKeys([exampleKey(), exampleKey({ id: 16_401, name: 'orders_customer_id_fkey1' })]),
    },
  },
});
