import { defineCheck } from '../check.ts';
import { findExpected, selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName } from './catalog/names.ts';
import type { Observed } from '../finding.ts';
import { quoteIdentifier } from '../postgres/sql/identifier.ts';
import { checksAgainstNull } from './catalog/null-hole.ts';
import { columnDetails } from './probes/column-details.ts';
import { keys, type Expected } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { refusingColumns } from './remedies/set-null.ts';

type Acting = 'onDelete' | 'onUpdate';

const looked = {
  orphans: exampleOrphans([]),
  columnDetails: { checks: [], withoutDefault: [], uses: [] },
};

export const setNullOnNotNull = defineCheck({
  code: 'set-null-on-not-null',
  title: 'SET NULL is to happen to a NOT NULL column',
  severity: 'error',
  why: 'Deleting a referenced parent, or changing its key, always fails: the action breaks the column.',
  remedy:
    'Drop NOT NULL where the row should outlive its parent; else use CASCADE. The statements set null ' +
    'what may be null, or keep what happens today, a refused delete, and say so openly.',
  needs: { keys, orphans, columnDetails },
  judge: ({ keys: seen, orphans: counted, columnDetails: { checks, withoutDefault } }) =>
    selectedKeys(seen.keys).flatMap((key): Observed[] => {
      if (!key.enforced || !['set null', 'set default'].some((action) => acts(key, action))) return [];
      const { onDelete, onUpdate } = refusingColumns(key);
      const subject = keyName(key);
      const found = { subject, facts: { onUpdate: key.onUpdate, ...keyFacts(key) } };
      if (onDelete.length + onUpdate.length > 0) {
        const columns = [...new Set([...onDelete, ...onUpdate])];
        const actions = [
          ...(onDelete.length > 0 ? ['DELETE'] : []),
          ...(onUpdate.length > 0 ? ['UPDATE'] : []),
        ];
        const told =
          inWords(actions.map((action) => `ON ${action} SET NULL`)) +
          (actions.length > 1 ? ' meet' : ' meets');
        return [
          {
            ...found,
            message: `${subject}: ${told} NOT NULL on ${inWords(columns)}.`,
            facts: { columns, ...found.facts },
            ...(isExpected(key, seen.expectations)
              ? { advice: 'The expectation asks for it: drop NOT NULL, or expect another action.' }
              : { sql: curesOf(seen, counted)(key)?.sql ?? [] }),
          },
        ];
      }
      const ofKey = checks.filter((check) => check.key === key.id);
      const refusing = (action: Acting) =>
        checksAgainstNull(placesSet(key, action, 'set null'), ofKey).map((name) => ({ action, name }));
      const refused = [...refusing('onDelete'), ...refusing('onUpdate')];
      if (refused.length > 0) {
        const names = [...new Set(refused.map(({ name }) => quoteIdentifier(name)))];
        return [
          {
            ...found,
            message:
              `${subject}: ${inActions(refused)} SET NULL meets the ` +
              (names.length === 1
                ? `CHECK ${names[0]}, which refuses it.`
                : `CHECKs ${inWords(names)}, which refuse it.`),
            facts: { checks: names, ...found.facts },
            advice:
              'Drop the CHECK where the row should outlive its parent; else give the key another action.',
          },
        ];
      }
      const lacking = new Set(withoutDefault.flatMap((each) => (each.key === key.id ? [each.column] : [])));
      const bare = (['onDelete', 'onUpdate'] as const).flatMap((action) =>
        placesSet(key, action, 'set default').flatMap((place) => {
          const column = key.columns[place];
          return column?.notNull && lacking.has(column.name) ? [{ action, name: column.name }] : [];
        }),
      );
      if (bare.length === 0) return [];
      const columns = [...new Set(bare.map(({ name }) => name))];
      return [
        {
          ...found,
          message:
            `${subject}: ${inActions(bare)} SET DEFAULT meets NOT NULL on ${inWords(columns)}, ` +
            'without a default.',
          facts: { columns, ...found.facts },
          advice: 'Give the column a default that is a parent, or give the key another action.',
        },
      ];
    }),
  examples: {
    healthy: {
      ...looked,
      keys: exampleKeys([
        exampleKey({ onDelete: 'set null', columns: [exampleColumn('customer_id', { notNull: false })] }),
      ]),
    },
    broken: { ...looked, keys: exampleKeys([exampleKey({ onDelete: 'set null' })]) },
  },
});

function acts(key: ForeignKey, action: string): boolean {
  return key.onDelete === action || key.onUpdate === action;
}

/** Which of the key's columns the action sets, by their places. */
function placesSet(key: ForeignKey, acting: Acting, action: 'set null' | 'set default'): number[] {
  if (key[acting] !== action) return [];
  const only = acting === 'onDelete' ? key.onDeleteColumns : [];
  return key.columns.flatMap(({ name }, place) => (only.length === 0 || only.includes(name) ? [place] : []));
}

function inActions(found: readonly { readonly action: Acting }[]): string {
  const words = { onDelete: 'ON DELETE', onUpdate: 'ON UPDATE' };
  return inWords([...new Set(found.map(({ action }) => words[action]))]);
}

/** The expected action is the one that fails. */
function isExpected(key: ForeignKey, expectations: readonly Expected[]): boolean {
  return expectations.some(
    (expected) =>
      (expected.expectation.onDelete === 'set null' || expected.expectation.onUpdate === 'set null') &&
      findExpected(expected, [key]).there.length > 0,
  );
}
