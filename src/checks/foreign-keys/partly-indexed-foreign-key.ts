import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleIndex, exampleIndexes, exampleKey, exampleKeys } from './examples/keys.ts';
import { columnNames, keyName, tableName } from './catalog/names.ts';
import { lookupCoverage } from './catalog/lookups.ts';
import { indexes } from './probes/indexes.ts';
import { keys } from './probes/keys.ts';
import { createIndex } from './remedies/statements.ts';

export const partlyIndexedForeignKey = defineCheck({
  code: 'partly-indexed-foreign-key',
  title: 'An index serves only a part of a foreign key',
  severity: 'info',
  why:
    'Look-ups read more of the index or of the table than they need; how much depends on the ' +
    'columns that are not covered.',
  remedy: 'Create an index that the columns of the key lead, unless the covered ones are selective enough.',
  needs: { keys, indexes },
  judge: ({ keys: { keys: found }, indexes: seen }) => {
    const look = lookupCoverage(seen);
    // A key that is NOT ENFORCED has no triggers, so it looks nothing up.
    return selectedKeys(found)
      .filter(({ enforced }) => enforced)
      .flatMap((key) => {
        const { coverage, by, ...partitions } = look(key);
        if (coverage !== 'partly' || by === null) return [];
        return [
          {
            subject: keyName(key),
            message:
              `The best index for ${columnNames(key.columns).join(', ')} of ${tableName(key)} is ` +
              `${by.name} (${by.columns.map(({ name }) => name ?? 'an expression').join(', ')}), ` +
              'which covers them only partly.',
            facts: { table: tableName(key), columns: columnNames(key.columns), index: by.name },
            sql: createIndex(key, partitions),
          },
        ];
      });
  },
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), indexes: exampleIndexes([exampleIndex(['customer_id'])]) },
    broken: {
      keys: exampleKeys([exampleKey()]),
      indexes: exampleIndexes([exampleIndex(['tenant_id', 'customer_id'])]),
    },
  },
});
