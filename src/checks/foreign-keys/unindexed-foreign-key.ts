import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleIndex, exampleIndexes, exampleKey, exampleKeys } from './examples/keys.ts';
import { columnNames, keyName, tableName } from './catalog/names.ts';
import { lookupCoverage } from './catalog/lookups.ts';
import { indexes } from './probes/indexes.ts';
import { keys } from './probes/keys.ts';
import { createIndex } from './remedies/statements.ts';

export const unindexedForeignKey = defineCheck({
  code: 'unindexed-foreign-key',
  title: 'No index serves the look-ups of a foreign key',
  severity: 'warning',
  why:
    'Each delete of a parent, and each change of its key, reads the whole child table while it ' +
    'holds its locks.',
  remedy:
    'Create the index concurrently; if that fails it leaves an invalid index behind, which ' +
    '`invalid-index` then finds.',
  needs: { keys, indexes },
  judge: ({ keys: { keys: found }, indexes: seen }) => {
    const look = lookupCoverage(seen);
    // A key that is NOT ENFORCED has no triggers, so it looks nothing up.
    return selectedKeys(found)
      .filter(({ enforced }) => enforced)
      .flatMap((key) => {
        const lookUp = look(key);
        if (lookUp.coverage !== 'none') return [];
        const columns = columnNames(key.columns);
        return [
          {
            subject: keyName(key),
            message: `${tableName(key)} has no index that finds rows by ${columns.join(', ')}.`,
            facts: { table: tableName(key), columns },
            sql: createIndex(key, lookUp),
          },
        ];
      });
  },
  examples: {
    healthy: {
      keys: exampleKeys([exampleKey()]),
      indexes: exampleIndexes([exampleIndex(['customer_id', 'created_at'])]),
    },
    broken: {
      keys: exampleKeys([exampleKey()]),
      indexes: exampleIndexes([exampleIndex(['customer_id'], { predicate: { onlyNotNull: null } })]),
    },
  },
});
