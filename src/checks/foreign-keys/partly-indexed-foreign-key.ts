import { defineCheck } from '../check.ts';
import {
  exampleColumn,
  exampleIndex,
  exampleIndexes,
  exampleKey,
  exampleKeys,
  exampleParent,
} from './examples/keys.ts';
import { keyName, tableName } from './catalog/names.ts';
import { poorLookups } from './catalog/lookups.ts';
import { indexes } from './probes/indexes.ts';
import { keys } from './probes/keys.ts';
import { indexAdvice } from './remedies/index-advice.ts';
import { keyFacts } from './catalog/key-facts.ts';

const composite = exampleKey({
  columns: [exampleColumn('tenant_id'), exampleColumn('customer_id')],
  references: exampleParent([exampleColumn('tenant_id'), exampleColumn('id')]),
});

export const partlyIndexedForeignKey = defineCheck({
  code: 'partly-indexed-foreign-key',
  title: 'An index serves only a part of a foreign key',
  severity: 'info',
  why:
    'Look-ups read more of the index or of the table than they need; how much depends on the ' +
    'columns that are not covered.',
  remedy: 'Create an index that the columns of the key lead, unless the covered ones are selective enough.',
  needs: { keys, indexes },
  judge: ({ keys: seen, indexes: seenIndexes }) => {
    return poorLookups(seen, seenIndexes).flatMap(({ key, columns, coverage, by }) => {
      if (coverage !== 'partly' || by === null) return [];
      return [
        {
          subject: keyName(key),
          message:
            `The best index for ${columns.join(', ')} of ${tableName(key)} is ${by.name} ` +
            `(${by.columns.map(({ name }) => name ?? 'an expression').join(', ')}), which covers them only ` +
            'partly.',
          facts: { table: tableName(key), columns, index: by.name, ...keyFacts(key) },
          ...indexAdvice(key, seen, seenIndexes),
        },
      ];
    });
  },
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), indexes: exampleIndexes([exampleIndex(['customer_id'])]) },
    broken: {
      keys: exampleKeys([composite]),
      indexes: exampleIndexes([exampleIndex(['tenant_id', 'created_at', 'customer_id'])]),
    },
  },
});
