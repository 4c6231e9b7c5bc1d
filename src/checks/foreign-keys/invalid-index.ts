import { defineCheck, unknown } from '../check.ts';
import { exampleIndex, exampleIndexes, exampleKey, exampleKeys } from './examples/keys.ts';
import { qualifiedName } from '../postgres/sql/identifier.ts';
import { rowsOf } from './catalog/key-facts.ts';
import { inWords, tableName } from './catalog/names.ts';
import { indexes } from './probes/indexes.ts';
import { indexDefinitions } from './probes/index-definitions.ts';
import { keys } from './probes/keys.ts';
import { rebuildIndex } from './remedies/index-statements.ts';

export const invalidIndex = defineCheck({
  code: 'invalid-index',
  title: 'An index is invalid',
  severity: 'warning',
  why:
    'No query uses it and every write maintains it: a CREATE INDEX or REINDEX CONCURRENTLY failed ' +
    'and left it behind.',
  remedy: 'Build it anew, or drop it where another index took its place.',
  needs: { keys, indexes, indexDefinitions },
  judge: ({ keys: { keys: found }, indexes: { indexes: seen }, indexDefinitions: definitions }) => {
    // A partitioned index is invalid by design until each partition has its own (ON ONLY); one that is being
    // built is not done yet.
    const invalid = seen.filter(
      ({ valid, partitioned, building }) => !valid && !partitioned && building !== 'yes',
    );
    const doubtful = invalid.filter(({ building }) => building === 'hidden');
    const indexed = invalid
      .filter(({ building }) => building === 'no')
      .map((index) => {
        const name = qualifiedName(index.schema, index.name);
        const sql = rebuildIndex(index, definitions);
        return {
          subject: name,
          message: `The index ${name} of ${tableName(index)} is invalid.`,
          facts: {
            table: tableName(index),
            columns: index.columns.map((column) => column.name),
            estimatedRows: rowsOf(index, found),
          },
          sql,
          ...(sql.length > 0
            ? {}
            : {
                advice:
                  'Look for duplicates of what it indexes, decide which row stays, then drop the index and ' +
                  'create it again; REINDEX would fail on them and leave another behind.',
              }),
        };
      });
    if (doubtful.length === 0) return indexed;
    const names = inWords(doubtful.map((index) => qualifiedName(index.schema, index.name)));
    return unknown(
      'Somebody is building an index whose name this role may not see, so it is not known whether ' +
        `${names} failed or is being built.`,
      indexed,
    );
  },
  examples: {
    healthy: {
      keys: exampleKeys([exampleKey()]),
      indexes: exampleIndexes([exampleIndex(['customer_id'])]),
      indexDefinitions: [],
    },
    broken: {
      keys: exampleKeys([exampleKey()]),
      indexes: exampleIndexes([exampleIndex(['customer_id'], { valid: false })]),
      indexDefinitions: [],
    },
  },
});
