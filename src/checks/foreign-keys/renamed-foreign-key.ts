import { defineCheck } from '../check.ts';
import { judgedExpectations, setAsideReason } from './expectations/compare.ts';
import { exampleKeys, exampleOrphans, productExpected, productKey } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { keyName, tableName, targetName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const renamedForeignKey = defineCheck({
  code: 'renamed-foreign-key',
  title: 'An expected foreign key has another name',
  severity: 'info',
  why: 'It protects the rows all the same, but a migration that drops or alters it by its name will fail.',
  remedy: 'Rename it, or change the expectation.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) => {
    const { keys: found, expectations } = seen;
    const setAside = setAsideReason(expectations);
    if (setAside !== null) return setAside;
    const goes = (key: ForeignKey): boolean => curesOf(seen, counted)(key)?.kind === 'drop';
    return judgedExpectations(expectations, found).flatMap(({ expected, there }) => {
      const { name } = expected.expectation;
      const key = there.find((each) => !goes(each)) ?? there[0];
      if (name === undefined || key === undefined || there.some((same) => same.name === name)) return [];
      const holder = found.find((each) => tableName(each) === tableName(key) && each.name === name);
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)} is expected under the name ${quoteIdentifier(name)}.`,
          facts: { name: key.name, expected: name, ...keyFacts(key) },
          ...(holder !== undefined && !goes(holder)
            ? {
                advice:
                  `Another key has that name, and leads to ${targetName(holder)}: decide first ` +
                  'which one stays.',
              }
            : {
                sql: [
                  `${lineComment(`takes ACCESS EXCLUSIVE on ${tableName(key)}, for a moment`)}\nalter ` +
                    'table ' +
                    `${tableName(key)} rename constraint ${quoteIdentifier(key.name)} to ` +
                    `${quoteIdentifier(name)};`,
                ],
              }),
        },
      ];
    });
  },
  examples: {
    healthy: { orphans: exampleOrphans([]), keys: exampleKeys([productKey('user_id')], productExpected()) },
    broken: {
      orphans: exampleOrphans([]),
      keys: exampleKeys([productKey('user_id', { name: 'fk_user' })], productExpected()),
    },
  },
});
