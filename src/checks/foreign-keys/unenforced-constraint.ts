import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import { keyName, tableName } from './catalog/names.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { countOf, curesOf, orphansOf } from './remedies/cures.ts';
import { repairCommand } from './remedies/statements.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';
import { counted } from '../support/in-words.ts';

export const unenforcedConstraint = defineCheck({
  code: 'unenforced-constraint',
  title: 'A foreign key is NOT ENFORCED',
  severity: 'warning',
  why: 'It documents a relation and checks nothing: no write is refused, no delete cascades.',
  remedy:
    'Enforce it, after `qa inspect-fk --orphans` finds none; VALIDATE cannot help, it fails on a key ' +
    'that is not enforced.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counts }) =>
    selectedKeys(seen.keys)
      .filter(({ enforced }) => !enforced)
      .map((key) => {
        const subject = keyName(key);
        const orphaned = orphansOf(counts, key);
        const cure = curesOf(seen, counts)(key);
        return {
          subject,
          message:
            `${subject} is NOT ENFORCED` +
            (orphaned > 0
              ? `, and enforcing it will fail: ${counted(orphaned, 'row has', 'rows have')} no parent.`
              : '.'),
          facts: { enforced: false, orphans: countOf(counts, key), ...keyFacts(key) },
          ...(cure?.kind === 'drop'
            ? { sql: cure.sql }
            : orphaned > 0
              ? {
                  advice: 'Repair the orphans that `orphan-rows` shows first; until then enforcing it fails.',
                }
              : {
                  sql: [
                    `${lineComment(
                      `takes ACCESS EXCLUSIVE on ${tableName(key)} while it reads the rows; fails where ` +
                        'there are orphans',
                    )}\nalter table ${tableName(key)} ` +
                      `alter constraint ${quoteIdentifier(key.name)} enforced;`,
                  ],
                  command: repairCommand(subject),
                }),
        };
      }),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), orphans: exampleOrphans([]) },
    broken: {
      keys: exampleKeys([exampleKey({ validated: false, enforced: false })]),
      orphans: exampleOrphans([{ orphans: 2 }]),
    },
  },
});
