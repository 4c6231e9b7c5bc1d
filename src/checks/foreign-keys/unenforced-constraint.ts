import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys } from './examples/keys.ts';
import { keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { repairCommand } from './remedies/statements.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';

export const unenforcedConstraint = defineCheck({
  code: 'unenforced-constraint',
  title: 'A foreign key is NOT ENFORCED',
  severity: 'warning',
  why: 'It documents a relation and checks nothing: no write is refused, no delete cascades.',
  remedy:
    'Enforce it, after `qa inspect-fk --orphans` finds none; VALIDATE cannot help, it fails on a key ' +
    'that is not enforced.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    selectedKeys(found)
      .filter(({ enforced }) => !enforced)
      .map((key) => ({
        subject: keyName(key),
        message: `${keyName(key)} is NOT ENFORCED.`,
        facts: { enforced: false },
        sql: [
          `${lineComment(
            `takes ACCESS EXCLUSIVE on ${tableName(key)} while it reads the rows; fails where ` +
              'there are orphans',
          )}\nalter ` + `table ${tableName(key)} alter constraint ${quoteIdentifier(key.name)} enforced;`,
        ],
        command: repairCommand(keyName(key)),
      })),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: { keys: exampleKeys([exampleKey({ validated: false, enforced: false })]) },
  },
});
