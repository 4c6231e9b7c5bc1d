import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys } from './examples/keys.ts';
import type { KeyColumn } from './catalog/key.ts';
import { inWords, keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { lineComment, quoteIdentifier } from '../postgres/sql/identifier.ts';

/** Types of one family, the narrower first; they compare with each other through an index. */
const families = [
  ['smallint', 'integer', 'bigint'],
  ['real', 'double precision'],
  // Not `character`: its blanks at the end count for nothing, in text they do.
  ['character varying', 'text'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
];

export const typeMismatch = defineCheck({
  code: 'type-mismatch',
  title: 'Types or collations differ across a foreign key',
  severity: 'warning',
  why:
    'Joins convert one side, which can keep an index from being used; a narrower child cannot ' +
    'reference every parent.',
  remedy:
    'Give both columns the same type; a change of type rewrites the table under ACCESS EXCLUSIVE, so ' +
    'plan it.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    selectedKeys(found).flatMap((key) => {
      const pairs = key.columns.flatMap((child, index) => {
        const parent = key.references.columns[index];
        return parent !== undefined && (child.type !== parent.type || child.collation !== parent.collation)
          ? [{ child, parent }]
          : [];
      });
      if (pairs.length === 0) return [];
      const widening = pairs.every(({ child, parent }) => isWidening(child, parent));
      return [
        {
          subject: keyName(key),
          message:
            `${keyName(key)}: ` +
            `${inWords(
              pairs.map(
                ({ child, parent }) =>
                  `${child.name} is ${described(child)} and references ${parent.name}, ` +
                  `${described(parent)}`,
              ),
            )}.`,
          facts: {
            widening,
            columns: pairs.map(({ child, parent }) => ({
              column: child.name,
              type: described(child),
              referencedColumn: parent.name,
              referencedType: described(parent),
            })),
          },
          sql: widening
            ? pairs
                .filter(({ child, parent }) => rank(child) < rank(parent))
                .map(
                  ({ child, parent }) =>
                    `${lineComment(`takes ACCESS EXCLUSIVE on ${tableName(key)} and rewrites it`)}\nalter ` +
                    `table ${tableName(key)} alter column ${quoteIdentifier(child.name)} type ` +
                    `${parent.type};`,
                )
            : [],
        },
      ];
    }),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: {
      keys: exampleKeys([exampleKey({ columns: [exampleColumn('customer_id', { type: 'integer' })] })]),
    },
  },
});

/** A difference within one family of types, with the same collation: values compare as they are. */
function isWidening(child: KeyColumn, parent: KeyColumn): boolean {
  return (
    child.collation === parent.collation &&
    families.some((family) => family.includes(child.type) && family.includes(parent.type))
  );
}

function rank({ type }: KeyColumn): number {
  return Math.max(...families.map((family) => family.indexOf(type)));
}

function described({ type, collation }: KeyColumn): string {
  return collation === undefined ? type : `${type} collate ${collation}`;
}
