import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { findExpected, route, sharedOrigins } from './expectations/compare.ts';
import { exampleKeys, productExpected, productKey } from './examples/keys.ts';
import { columnNames, keyName, tableName, targetName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { dropKey, repairCommand } from './remedies/statements.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const conflictingTargets = defineCheck({
  code: 'conflicting-targets',
  title: 'The same columns reference two different targets',
  severity: 'error',
  why:
    'Every write must satisfy both keys: a value that is right for the one is refused by the ' +
    'other. A half-finished swap looks like this.',
  remedy: 'Drop the key that leads to the wrong target, once the other one is in place.',
  needs: { keys },
  judge: ({ keys: { keys: found, expectations } }) =>
    sharedOrigins(found).flatMap((sameColumns) => {
      const [first, ...others] = [...groupBy(sameColumns, route).values()].map(([key]) => key);
      if (first === undefined || !sameColumns.some(({ selected }) => selected)) return [];
      return others.map((other) => {
        const isExpected = (key: typeof first): boolean =>
          expectations.some((expected) => findExpected(expected, [key]).there.length > 0);
        const wrong = isExpected(first) === isExpected(other) ? null : isExpected(first) ? other : first;
        return {
          subject: keyName(first),
          message:
            `${tableName(first)} (${columnNames(first.columns).join(', ')}) references ` +
            `${targetName(first)} by ${first.name}, and ${targetName(other)} by ${other.name}.`,
          facts: {
            other: keyName(other),
            targets: [targetName(first), targetName(other)],
            ...keyFacts(first),
          },
          ...(wrong === null
            ? { advice: 'Decide which target is meant, and drop the key that leads to the other.' }
            : { sql: dropKey(wrong), command: repairCommand(keyName(first)) }),
        };
      });
    }),
  examples: {
    healthy: { keys: exampleKeys([productKey('user_id')], productExpected()) },
    broken: {
      keys: exampleKeys(
        [productKey('id'), productKey('user_id', { name: 'user_personalization_user_id_fkey1' })],
        productExpected(),
      ),
    },
  },
});
