import { defineCheck } from '../check.ts';
import { findExpected, selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName } from './catalog/names.ts';
import { keys, type Expected } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { refusingColumns } from './remedies/set-null.ts';

export const setNullOnNotNull = defineCheck({
  code: 'set-null-on-not-null',
  title: 'SET NULL is to happen to a NOT NULL column',
  severity: 'error',
  why: 'Deleting a referenced parent, or changing its key, always fails: the action breaks the column.',
  remedy:
    'Drop NOT NULL where the row should outlive its parent; else use CASCADE. The statements set null ' +
    'what may be null, or keep what happens today, a refused delete, and say so openly.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) =>
    selectedKeys(seen.keys)
      .filter(({ enforced, onDelete, onUpdate }) => enforced && [onDelete, onUpdate].includes('set null'))
      .flatMap((key) => {
        const { onDelete, onUpdate } = refusingColumns(key);
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
            facts: { columns, onUpdate: key.onUpdate, ...keyFacts(key) },
            ...(isExpected(key, seen.expectations)
              ? { advice: 'The expectation asks for it: drop NOT NULL, or expect another action.' }
              : { sql: curesOf(seen, counted)(key)?.sql ?? [] }),
          },
        ];
      }),
  examples: {
    healthy: {
      orphans: exampleOrphans([]),
      keys: exampleKeys([
        exampleKey({ onDelete: 'set null', columns: [exampleColumn('customer_id', { notNull: false })] }),
      ]),
    },
    broken: { orphans: exampleOrphans([]), keys: exampleKeys([exampleKey({ onDelete: 'set null' })]) },
  },
});

/** The expected action is the one that fails. */
function isExpected(key: ForeignKey, expectations: readonly Expected[]): boolean {
  return expectations.some(
    (expected) =>
      (expected.expectation.onDelete === 'set null' || expected.expectation.onUpdate === 'set null') &&
      findExpected(expected, [key]).there.length > 0,
  );
}
