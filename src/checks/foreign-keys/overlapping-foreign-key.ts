import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleParent } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { columnNames, keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const overlappingForeignKey = defineCheck({
  code: 'overlapping-foreign-key',
  title: "One key's columns contain another's, towards the same table",
  severity: 'info',
  why: 'The narrower key may say nothing that the wider one does not say, and each write is checked twice.',
  remedy: 'Keep both where one may be null while the other must hold; else drop the narrower one.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    [...groupBy(besideWideOnes(selectedKeys(found)), ends).values()].flatMap((between) =>
      between.flatMap((wide) =>
        between
          .filter((narrow) => contains(wide, narrow))
          .map((narrow) => ({
            subject: keyName(wide),
            message:
              `${keyName(wide)} (${columnNames(wide.columns).join(', ')}) contains ${narrow.name} ` +
              `(${columnNames(narrow.columns).join(', ')}), both towards ` +
              `${tableName(wide.references)}.`,
            facts: { other: keyName(narrow), ...keyFacts(wide) },
          })),
      ),
    ),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: {
      keys: exampleKeys([
        exampleKey(),
        exampleKey({
          id: 16_401,
          name: 'orders_tenant_customer_fkey',
          columns: [exampleColumn('tenant_id'), exampleColumn('customer_id')],
          references: exampleParent([exampleColumn('tenant_id'), exampleColumn('id')]),
        }),
      ]),
    },
  },
});

/** Only a key of several columns can contain another: keys of tables that have one. */
function besideWideOnes(keys: readonly ForeignKey[]): readonly ForeignKey[] {
  const tables = new Set(keys.filter(({ columns }) => columns.length > 1).map(tableName));
  return tables.size === 0 ? [] : keys.filter((key) => tables.has(tableName(key)));
}

function ends(key: ForeignKey): string {
  return `${tableName(key)} ${tableName(key.references)}`;
}

function contains(wide: ForeignKey, narrow: ForeignKey): boolean {
  if (wide.columns.length <= narrow.columns.length) return false;
  const columns = new Set(columnNames(wide.columns));
  return narrow.columns.every(({ name }) => columns.has(name));
}
