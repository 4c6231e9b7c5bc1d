import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { columnNames, inWords, keyName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { definitionOf, swapKey } from './remedies/statements.ts';

export const setNullOnNotNull = defineCheck({
  code: 'set-null-on-not-null',
  title: 'SET NULL is to happen to a NOT NULL column',
  severity: 'error',
  why: 'Deleting a referenced parent, or changing its key, always fails: the action breaks the column.',
  remedy:
    'Drop NOT NULL where the row should outlive its parent; else use CASCADE. The statements keep ' +
    'what happens today, a refused delete, and say so openly.',
  needs: { keys },
  judge: ({ keys: { keys: found, version } }) =>
    selectedKeys(found).flatMap((key) => {
      const onDelete = key.onDelete === 'set null' ? refusing(key, key.onDeleteColumns) : [];
      const onUpdate = key.onUpdate === 'set null' ? refusing(key, []) : [];
      if (onDelete.length + onUpdate.length === 0) return [];
      const actions = [
        onDelete.length > 0 && 'ON DELETE SET NULL',
        onUpdate.length > 0 && 'ON UPDATE SET NULL',
      ].filter((text) => text !== false);
      const columns = [...new Set([...onDelete, ...onUpdate])];
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)}: ${inWords(actions)} meets NOT NULL on ${inWords(columns)}.`,
          facts: { columns, onDelete: key.onDelete, onUpdate: key.onUpdate },
          sql: swapKey(
            {
              ...definitionOf(key),
              ...(onDelete.length > 0 ? { onDelete: 'no action', onDeleteColumns: [] } : {}),
              ...(onUpdate.length > 0 ? { onUpdate: 'no action' } : {}),
            },
            version,
          ),
        },
      ];
    }),
  examples: {
    healthy: {
      keys: exampleKeys([
        exampleKey({ onDelete: 'set null', columns: [exampleColumn('customer_id', { notNull: false })] }),
      ]),
    },
    broken: { keys: exampleKeys([exampleKey({ onDelete: 'set null' })]) },
  },
});

/** The NOT NULL columns among those that the action sets: the named ones, or all of the key's. */
function refusing(key: ForeignKey, named: readonly string[]): string[] {
  return columnNames(
    key.columns.filter(({ name, notNull }) => notNull && (named.length === 0 || named.includes(name))),
  );
}
