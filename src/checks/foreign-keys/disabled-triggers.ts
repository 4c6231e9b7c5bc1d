import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';

export const disabledTriggers = defineCheck({
  code: 'disabled-triggers',
  title: "A foreign key's triggers do not fire",
  severity: 'error',
  why:
    'The catalog says that the key is valid, and nothing enforces it: orphans come in, or deletes ' +
    'leave them behind.',
  remedy:
    'Enable the triggers (it takes a superuser), then look for the orphans of the meantime with `qa ' +
    'inspect-fk --orphans`.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) =>
    selectedKeys(seen.keys)
      .filter((key) => key.disabledTriggers.length > 0)
      .map((key) => ({
        subject: keyName(key),
        message:
          `${keyName(key)}: ${key.disabledTriggers.length} of its triggers ` +
          `${key.disabledTriggers.length === 1 ? 'does' : 'do'} not fire for ordinary sessions, on ` +
          `${inWords([...new Set(key.disabledTriggers.map(tableName))])}.`,
        facts: { triggers: key.disabledTriggers, ...keyFacts(key) },
        sql:
          curesOf(seen, counted)(key)?.sql ??
          key.disabledTriggers.map(
            (trigger) =>
              `${lineComment(`takes SHARE ROW EXCLUSIVE on ${tableName(trigger)}`)}\nalter table ` +
              `${tableName(trigger)} enable trigger ${quoteIdentifier(trigger.name)};`,
          ),
      })),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), orphans: exampleOrphans([]) },
    broken: {
      orphans: exampleOrphans([]),
      keys: exampleKeys([
        exampleKey({
          disabledTriggers: [
            { schema: 'public', table: 'orders', name: 'RI_ConstraintTrigger_c_16403', fires: 'never' },
          ],
        }),
      ]),
    },
  },
});
