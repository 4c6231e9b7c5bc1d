import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleParent } from './examples/keys.ts';
import { columnNames, keyName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { definitionOf, swapKey } from './remedies/statements.ts';

const composite = exampleKey({
  columns: [exampleColumn('tenant_id'), exampleColumn('customer_id')],
  references: exampleParent([exampleColumn('tenant_id'), exampleColumn('id')]),
});

export const nullableCompositeKey = defineCheck({
  code: 'nullable-composite-key',
  title: 'A composite foreign key with a nullable column is MATCH SIMPLE',
  severity: 'warning',
  why:
    'One null among its columns switches the check off for the row: the other columns may then ' +
    'reference anything.',
  remedy: 'Make the columns NOT NULL, or the key MATCH FULL, which accepts all null or none.',
  needs: { keys },
  judge: ({ keys: { keys: found, version } }) =>
    selectedKeys(found).flatMap((key) => {
      const nullable = columnNames(key.columns.filter(({ notNull }) => !notNull));
      // MATCH PARTIAL was never implemented; a PERIOD key has no MATCH FULL.
      if (key.columns.length < 2 || key.match !== 'simple' || nullable.length === 0) return [];
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)} is not checked for rows where ${nullable.join(' or ')} is null.`,
          facts: { columns: columnNames(key.columns), nullable },
          sql: key.period ? [] : swapKey({ ...definitionOf(key), match: 'full' }, version),
        },
      ];
    }),
  examples: {
    healthy: { keys: exampleKeys([composite]) },
    broken: {
      keys: exampleKeys([
        {
          ...composite,
          columns: [exampleColumn('tenant_id'), exampleColumn('customer_id', { notNull: false })],
        },
      ]),
    },
  },
});
