import { defineCheck } from '../check.ts';
import { judgedExpectations, setAsideReason } from './expectations/compare.ts';
import { exampleKeys, productExpected, productKey } from './examples/keys.ts';
import { keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';

export const renamedForeignKey = defineCheck({
  code: 'renamed-foreign-key',
  title: 'An expected foreign key has another name',
  severity: 'info',
  why: 'It protects the rows all the same, but a migration that drops or alters it by its name will fail.',
  remedy: 'Rename it, or change the expectation.',
  needs: { keys },
  judge: ({ keys: { keys: found, expectations } }) => {
    const setAside = setAsideReason(expectations);
    if (setAside !== null) return setAside;
    return judgedExpectations(expectations, found).flatMap(({ expected, there }) => {
      const { name } = expected.expectation;
      const [key] = there;
      if (name === undefined || key === undefined || there.some((same) => same.name === name)) return [];
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)} is expected under the name ${quoteIdentifier(name)}.`,
          facts: { name: key.name, expected: name },
          sql: [
            `${lineComment(`takes ACCESS EXCLUSIVE on ${tableName(key)}, for a moment`)}\nalter ` +
              `table ${tableName(key)} rename constraint ${quoteIdentifier(key.name)} to ` +
              `${quoteIdentifier(name)};`,
          ],
        },
      ];
    });
  },
  examples: {
    healthy: { keys: exampleKeys([productKey('user_id')], productExpected()) },
    broken: { keys: exampleKeys([productKey('user_id', { name: 'fk_user' })], productExpected()) },
  },
});
