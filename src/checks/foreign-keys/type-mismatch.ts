import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys } from './examples/keys.ts';
import type { Observed } from '../finding.ts';
import type { ForeignKey, KeyColumn } from './catalog/key.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { direction, isRefusedLater, mismatchedPairs, type Pair } from './catalog/type-pairs.ts';
import { columnDetails } from './probes/column-details.ts';
import { keys } from './probes/keys.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';

export const typeMismatch = defineCheck({
  code: 'type-mismatch',
  title: 'Types or collations differ across a foreign key',
  severity: 'warning',
  why:
    'Joins convert one side, which can keep an index from being used; a narrower child cannot ' +
    'reference every parent.',
  remedy: 'Give both columns the same type when they are changed anyway; as it is nothing is refused.',
  needs: { keys, columnDetails },
  judge: ({ keys: { keys: found }, columnDetails: { uses } }) =>
    selectedKeys(found).flatMap((key) => {
      // Of collations that a later release refuses `collation-upgrade` speaks.
      const pairs = mismatchedPairs(key).filter(
        (pair) => pair.child.type !== pair.parent.type || !isRefusedLater(pair),
      );
      if (pairs.length === 0) return [];
      const directions = new Set(pairs.map(direction));
      const collates = pairs.every(({ child, parent }) => child.collation === parent.collation);
      const isHarmless = collates && !directions.has('narrower') && !directions.has('other');
      const widening = collates && !directions.has('other');
      const narrower = pairs.filter((pair) => direction(pair) === 'narrower');
      const blockers = uses
        .filter((use) => use.key === key.id && narrower.some(({ child }) => child.name === use.column))
        .map(({ column, by }) => ({ column, by: by.replace(/^rule _RETURN on /, '') }));
      return [
        {
          subject: keyName(key),
          ...(isHarmless && { severity: 'info' as const }),
          message: `${keyName(key)}: ${inWords(pairs.map(told))}.`,
          facts: {
            widening,
            direction: [...directions],
            columns: pairs.map(({ child, parent }) => ({
              column: child.name,
              type: described(child),
              referencedColumn: parent.name,
              referencedType: described(parent),
            })),
            usedBy: blockers.map(({ by }) => by),
            ...keyFacts(key),
          },
          ...remedyFor(key, narrower, widening, blockers),
        },
      ];
    }),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), columnDetails: { checks: [], uses: [] } },
    broken: {
      columnDetails: { checks: [], uses: [] },
      keys: exampleKeys([exampleKey({ columns: [exampleColumn('customer_id', { type: 'integer' })] })]),
    },
  },
});

function told(pair: Pair): string {
  const { child, parent } = pair;
  const more = {
    narrower: ', which holds values that it cannot',
    wider: ', so that it may hold values that no parent has',
    text: '',
    other: '',
    same: '',
  }[direction(pair)];
  return `${child.name} is ${described(child)} and references ${parent.name}, ${described(parent)}${more}`;
}

/** Only a child that is too narrow is changed, and only where nothing stands in the way. */
function remedyFor(
  key: ForeignKey,
  narrower: readonly Pair[],
  widening: boolean,
  blockers: readonly { readonly column: string; readonly by: string }[],
): Pick<Observed, 'sql' | 'advice'> {
  if (!widening || narrower.length === 0) return {};
  const change = 'A change of type rewrites the table under ACCESS EXCLUSIVE, so plan it';
  if (blockers.length > 0)
    return {
      advice:
        `${change}; ${inWords(blockers.map(({ column, by }) => `${column} is used by ${by}`))}, which has to be ` +
        'dropped before and made again after.',
    };
  return {
    advice: `${change}.`,
    sql: narrower.map(
      ({ child, parent }) =>
        `${lineComment(`takes ACCESS EXCLUSIVE on ${tableName(key)} and rewrites it`)}\nalter table ` +
        `${tableName(key)} alter column ${quoteIdentifier(child.name)} type ${parent.type};`,
    ),
  };
}

function described({ type, collation }: KeyColumn): string {
  return collation === undefined ? type : `${type} collate ${collation}`;
}
