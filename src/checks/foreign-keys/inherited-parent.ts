import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleParent } from './examples/keys.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';

export const inheritedParent = defineCheck({
  code: 'inherited-parent',
  title: 'The referenced table has inheritance children, whose rows do not count',
  severity: 'info',
  why:
    'A SELECT from the parent shows the rows of its heirs too, and a write that references one of them is ' +
    'refused.',
  remedy:
    'Nothing, where only rows of the table itself are referenced; else partition it, whose rows all count.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    selectedKeys(found)
      .filter(({ references }) => references.heirs.length > 0)
      .map((key) => ({
        subject: keyName(key),
        message:
          `${keyName(key)} references ${tableName(key.references)} alone, not the rows of ` +
          `${inWords(key.references.heirs.map(tableName))}, which inherits from it.`,
        facts: { references: tableName(key.references), heirs: key.references.heirs, ...keyFacts(key) },
      })),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: {
      keys: exampleKeys([
        exampleKey({
          references: exampleParent([exampleColumn('id')], {
            heirs: [{ schema: 'public', table: 'company_customers' }],
          }),
        }),
      ]),
    },
  },
});
