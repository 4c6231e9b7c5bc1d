import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import type { Observed } from '../finding.ts';
import type { ForeignKey, KeyColumn } from './catalog/key.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { direction, isRefusedLater, mismatchedPairs, type Pair } from './catalog/type-pairs.ts';
import { columnDetails } from './probes/column-details.ts';
import { groupBy } from '../support/group-by.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { orphansOf } from './remedies/cures.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';

export const typeMismatch = defineCheck({
  code: 'type-mismatch',
  title: 'Types or collations differ across a foreign key',
  severity: 'warning',
  why:
    'Joins convert one side, which can keep an index from being used; a narrower child cannot ' +
    'reference every parent.',
  remedy: 'Give both columns the same type when they are changed anyway; as it is nothing is refused.',
  needs: { keys, columnDetails, orphans },
  judge: ({ keys: { keys: found }, columnDetails: { uses }, orphans: counted }) => {
    const orphaned = found.filter((key) => key.validated && orphansOf(counted, key) > 0);
    const usesOf = groupBy(uses, (use) => use.key);
    return selectedKeys(found).flatMap((key) => {
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
      const blockers = (usesOf.get(key.id) ?? [])
        .filter((use) => narrower.some(({ child }) => child.name === use.column))
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
          ...remedyFor(key, narrower, widening, [
            ...blockers.map(
              ({ column, by }) =>
                `${column} is used by ${by}, which has to be dropped before and made again after`,
            ),
            ...orphanedBy(key, narrower, orphaned),
          ]),
        },
      ];
    });
  },
  examples: {
    healthy: {
      keys: exampleKeys([exampleKey()]),
      columnDetails: { checks: [], withoutDefault: [], uses: [] },
      orphans: exampleOrphans([]),
    },
    broken: {
      columnDetails: { checks: [], withoutDefault: [], uses: [] },
      orphans: exampleOrphans([]),
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
  inTheWay: readonly string[],
): Pick<Observed, 'sql' | 'advice'> {
  if (!widening || narrower.length === 0) return {};
  const change = 'A change of type rewrites the table under ACCESS EXCLUSIVE, so plan it';
  if (inTheWay.length > 0) return { advice: `${change}; ${inTheWay.join('; ')}.` };
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

/**
 * A change of type checks again every valid key that the column takes part in: one with orphans then fails.
 */
function orphanedBy(key: ForeignKey, narrower: readonly Pair[], orphaned: readonly ForeignKey[]): string[] {
  const changed = narrower.map(({ child }) => child.name);
  const touches = (table: string, columns: readonly KeyColumn[]): boolean =>
    table === tableName(key) && columns.some(({ name }) => changed.includes(name));
  return orphaned
    .filter(
      (each) =>
        touches(tableName(each), each.columns) ||
        touches(tableName(each.references), each.references.columns),
    )
    .map((each) => `it fails as long as ${keyName(each)} has orphans`);
}
