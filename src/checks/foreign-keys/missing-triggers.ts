import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { repairCommand } from './remedies/statements.ts';

export const missingTriggers = defineCheck({
  code: 'missing-triggers',
  title: "A foreign key's triggers do not exist",
  severity: 'error',
  why:
    'The catalog says that the key is valid, and nothing enforces it: a restore that skipped the ' +
    'triggers, or a partition whose part of the key is gone, leaves this behind.',
  remedy:
    'Make the key anew, which makes its triggers; look for the orphans of the meantime with `qa ' +
    'inspect-fk --orphans` first.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) =>
    selectedKeys(seen.keys)
      .filter((key) => key.missingTriggers.length > 0)
      .map((key) => {
        const count = key.missingTriggers.reduce((sum, { triggers }) => sum + triggers, 0);
        return {
          subject: keyName(key),
          message:
            `${keyName(key)}: ${count} of the triggers that enforce it ${count === 1 ? 'does' : 'do'} not ` +
            `exist, on ${inWords([...new Set(key.missingTriggers.map(tableName))])}.`,
          facts: { missing: count, tables: key.missingTriggers, ...keyFacts(key) },
          sql: curesOf(seen, counted)(key)?.sql ?? [],
          command: repairCommand(keyName(key)),
        };
      }),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), orphans: exampleOrphans([]) },
    broken: {
      orphans: exampleOrphans([]),
      keys: exampleKeys([
        exampleKey({ missingTriggers: [{ schema: 'public', table: 'customers', triggers: 2 }] }),
      ]),
    },
  },
});
