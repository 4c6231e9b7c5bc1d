import { defineCheck } from '../check.ts';
import { judgedExpectations, setAsideReason } from './expectations/compare.ts';
import { exampleKeys, exampleOrphans, productExpected, productKey } from './examples/keys.ts';
import { columnNames, expectedTable, keyName, tableName, targetName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { canBeAdded } from './remedies/can-be-added.ts';
import { curesOf } from './remedies/cures.ts';
import { repairCommand } from './remedies/statements.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const wrongTarget = defineCheck({
  code: 'wrong-target',
  title: 'An expected foreign key references another table or column',
  severity: 'error',
  why:
    'Every write whose value is a valid reference is refused, and the error names the right table: ' +
    'only the referenced column tells the keys apart.',
  remedy:
    'Swap the key in one statement: dropping and adding apart leaves a moment without a key, or one ' +
    'in which writes must satisfy both. Count orphans towards the expected target first.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) => {
    const { keys: found, expectations } = seen;
    const setAside = setAsideReason(expectations);
    if (setAside !== null) return setAside;
    return judgedExpectations(expectations, found).flatMap(({ expected, there, elsewhere }) => {
      const [key, ...others] = elsewhere;
      // With a second key on the same columns the swap is half finished: `conflicting-targets` says so,
      // alone.
      if (there.length > 0 || key === undefined || others.length > 0) return [];
      const { references } = expected.expectation;
      const refused = canBeAdded(expected);
      const target = expectedTable(references.table, expected.parent);
      return [
        {
          subject: keyName(key),
          message:
            `${keyName(key)} references ${targetName(key)}; expected is ${tableName(target)} ` +
            `(${references.columns.join(', ')}).`,
          facts: {
            references: { table: tableName(key.references), columns: columnNames(key.references.columns) },
            expected: { table: tableName(target), columns: references.columns },
            ...keyFacts(key),
          },
          ...(expected.parent === null
            ? {}
            : refused !== null
              ? { advice: `The expected key cannot be added: ${refused}.` }
              : { sql: curesOf(seen, counted)(key)?.sql ?? [], command: repairCommand(keyName(key)) }),
        },
      ];
    });
  },
  examples: {
    healthy: { orphans: exampleOrphans([]), keys: exampleKeys([productKey('user_id')], productExpected()) },
    broken: { orphans: exampleOrphans([]), keys: exampleKeys([productKey('id')], productExpected()) },
  },
});
