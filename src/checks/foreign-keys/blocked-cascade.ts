import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleParent } from './examples/keys.ts';
import { cascadesOf } from './catalog/cascades.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';

const line = exampleKey({
  id: 16_401,
  table: 'order_lines',
  name: 'order_lines_order_id_fkey',
  columns: [exampleColumn('order_id')],
  references: exampleParent([exampleColumn('id')], { table: 'orders' }),
});

export const blockedCascade = defineCheck({
  code: 'blocked-cascade',
  title: 'A CASCADE ends at a key that refuses the delete',
  severity: 'warning',
  why:
    'A delete that says it takes its children with it fails in the middle as soon as one of them is ' +
    'referenced, and names a table that nobody mentioned.',
  remedy: 'Decide whether the last key should cascade, set null, or the first should refuse as well.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) => {
    const cascades = cascadesOf(found);
    const cascading = groupBy(
      found.filter(({ enforced, onDelete }) => enforced && onDelete === 'cascade'),
      tableName,
    );
    return selectedKeys(found).flatMap((key) => {
      if (!key.enforced || (key.onDelete !== 'no action' && key.onDelete !== 'restrict')) return [];
      const middle = tableName(key.references);
      const begins = (cascading.get(middle) ?? []).filter(
        (other) =>
          tableName(other.references) !== middle &&
          // NO ACTION is asked at the end: what the same delete takes as well is no longer in its way.
          !(
            key.onDelete === 'no action' && cascades.reached(tableName(other.references)).has(tableName(key))
          ),
      );
      if (begins.length === 0) return [];
      const from = [...new Set(begins.map(({ references }) => tableName(references)))];
      return [
        {
          subject: keyName(key),
          message:
            `A delete in ${inWords(from)} cascades to ${middle}, and fails there where ${tableName(key)} ` +
            `references it by ${key.name} (${key.onDelete.toUpperCase()}).`,
          facts: { from, through: middle, cascades: begins.map(keyName), ...keyFacts(key) },
        },
      ];
    });
  },
  examples: {
    healthy: { keys: exampleKeys([exampleKey({ onDelete: 'cascade' }), { ...line, onDelete: 'cascade' }]) },
    broken: { keys: exampleKeys([exampleKey({ onDelete: 'cascade' }), line]) },
  },
});
