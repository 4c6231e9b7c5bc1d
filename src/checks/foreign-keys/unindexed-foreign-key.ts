import { defineCheck } from '../check.ts';
import { exampleIndex, exampleIndexes, exampleKey, exampleKeys } from './examples/keys.ts';
import { keyName, tableName } from './catalog/names.ts';
import { missedIndex, poorLookups } from './catalog/lookups.ts';
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
    const unserved = poorLookups(seen, seenIndexes).filter(({ coverage }) => coverage === 'none');
    return unserved.map((lookup) => {
      const { key, columns } = lookup;
      const near = missedIndex(lookup, seenIndexes);
      const table = tableName(key);
      return {
        subject: keyName(key),
        message: [
          `${table} has no index that finds rows by ${columns.join(', ')}`,
          ...(near === null ? [] : [`; ${near.index.name} looks as if it did, but ${near.because}`]),
          '.',
        ].join(''),
        facts: {
          table,
          columns,
          looksLike: near?.index.name ?? null,
          ...keyFacts(key),
        },
        ...indexAdvice(key, seen, seenIndexes),
      };
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
