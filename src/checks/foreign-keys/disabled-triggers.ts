import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys } from './examples/keys.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
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
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    selectedKeys(found)
      .filter((key) => key.disabledTriggers.length > 0)
      .map((key) => ({
        subject: keyName(key),
        message: `${keyName(key)}: ${key.disabledTriggers.length} of its triggers do not fire for ordinary sessions, on ${inWords(
          [...new Set(key.disabledTriggers.map(tableName))],
        )}.`,
        facts: { triggers: key.disabledTriggers },
        sql: key.disabledTriggers.map(
          (trigger) =>
            `${lineComment(`takes SHARE ROW EXCLUSIVE on ${tableName(trigger)}`)}\nalter table ` +
            `${tableName(trigger)} enable trigger ${quoteIdentifier(trigger.name)};`,
        ),
      })),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: {
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
