import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleIndex, exampleIndexes, exampleKey, exampleKeys } from './examples/keys.ts';
import { columnNames, keyName, tableName } from './catalog/names.ts';
import { lookupCoverage } from './catalog/lookups.ts';
import { indexes } from './probes/indexes.ts';
import { keys } from './probes/keys.ts';
import { indexAdvice } from './remedies/index-advice.ts';
import { keyFacts } from './catalog/key-facts.ts';

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
  judge: ({ keys: seen, indexes: seenIndexes }) => {
    const look = lookupCoverage(seenIndexes);
    // A key that is NOT ENFORCED has no triggers, so it looks nothing up.
    return selectedKeys(seen.keys)
      .filter(({ enforced }) => enforced)
      .flatMap((key) => {
        const { coverage, missed } = look(key);
        if (coverage !== 'none') return [];
        const columns = columnNames(key.columns);
        const near = missed();
        return [
          {
            subject: keyName(key),
            message:
              `${tableName(key)} has no index that finds rows by ${columns.join(', ')}` +
              `${near === null ? '' : `; ${near.index.name} looks as if it did, but ${near.because}`}.`,
            facts: { table: tableName(key), columns, looksLike: near?.index.name ?? null, ...keyFacts(key) },
            ...indexAdvice(key, seen, seenIndexes),
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
      indexes: exampleIndexes([exampleIndex(['tenant_id', 'customer_id'])]),
    },
  },
});
