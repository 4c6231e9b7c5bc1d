import type { ForeignKey } from '../../../src/checks/foreign-keys/catalog/key.ts';
import {
  exampleColumn,
  exampleKey,
  exampleKeys,
  exampleOrphans,
  exampleParent,
  productExpected,
  productKey,
} from '../../../src/checks/foreign-keys/examples/keys.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const nullable = exampleColumn('customer_id', { notNull: false });
const tenant = exampleColumn('tenant_id');
const seen = (key: ForeignKey, withoutDefault: readonly string[] = [], of = key.id): Seen => ({
  orphans: exampleOrphans([]),
  keys: exampleKeys([key]),
  columnDetails: {
    checks: [],
    withoutDefault: withoutDefault.map((column) => ({ key: of, column })),
    uses: [],
  },
});
/** As the catalog stores `CHECK (column IS NOT NULL)`. */
const notNull = (number: number): string =>
  `{NULLTEST :arg {VAR :varno 1 :varattno ${number} :vartype 20 :vartypmod -1 :varcollid 0 ` +
  ':varlevelsup 0} :nulltesttype 1 :argisrow false}';
const check = (number: number, changes: { key?: number; name?: string; validated?: boolean } = {}) => ({
  key: exampleKey().id,
  name: `column ${number} is there`,
  expression: notNull(number),
  numbers: [2, 3],
  validated: true,
  ...changes,
});
const checked = (key: ForeignKey, ...checks: readonly ReturnType<typeof check>[]): Seen => ({
  ...seen(key),
  columnDetails: { checks, withoutDefault: [], uses: [] },
});
const nullables = [exampleColumn('tenant_id', { notNull: false }), nullable];
const composite = exampleKey({
  columns: nullables,
  references: exampleParent([tenant, exampleColumn('id')]),
});
/** A key of several columns whose rows were looked through, and what its CHECKs say. */
const looked = (
  found: boolean | null,
  orphans: number,
  ...checks: readonly ReturnType<typeof check>[]
): Seen => ({
  ...checked(composite, ...checks),
  orphans: exampleOrphans([{ orphans }]),
  mixedNulls: found === null ? [] : [{ key: 'public.orders.orders_customer_id_fkey', found, reason: null }],
});
const both = { columns: [tenant, exampleColumn('customer_id')] };

const inherits = (key: ForeignKey): ForeignKey => ({
  ...key,
  repeats: { schema: key.schema, table: key.table, name: 'inherited' },
});
const used = (uses: readonly { readonly column: string; readonly by: string }[]): Seen => ({
  orphans: exampleOrphans([]),
  keys: exampleKeys([exampleKey({ columns: [exampleColumn('customer_id', { type: 'integer' })] })]),
  columnDetails: {
    checks: [],
    withoutDefault: [],
    uses: uses.map((use) => ({ key: exampleKey().id, ...use })),
  },
});

export const foreignKeyScenarios: Scenarios = {
  'set-null-on-not-null': {
    'a changed parent sets null': seen(exampleKey({ onUpdate: 'set null' })),
    'both actions set null': seen(exampleKey({ onDelete: 'set null', onUpdate: 'set null' })),
    'both columns refuse null': seen(exampleKey({ onDelete: 'set null', ...both })),
    'only the column that is set may be null': seen(
      exampleKey({ onDelete: 'set null', onDeleteColumns: ['customer_id'], columns: [tenant, nullable] }),
    ),
    'the expectation asks for it': {
      ...seen(productKey('user_id', { onDelete: 'set null' })),
      keys: exampleKeys(
        [productKey('user_id', { onDelete: 'set null' })],
        productExpected({ onDelete: 'set null' }),
      ),
    },
    'the expectation asks for it at a change': {
      ...seen(productKey('user_id', { onUpdate: 'set null' })),
      keys: exampleKeys(
        [productKey('user_id', { onUpdate: 'set null' })],
        productExpected({ onUpdate: 'set null' }),
      ),
    },
    'the default is absent at a delete': seen(exampleKey({ onDelete: 'set default' }), ['customer_id']),
    'the default is absent at a change': seen(exampleKey({ onUpdate: 'set default' }), ['customer_id']),
    'two defaults are absent at both': seen(
      exampleKey({ onDelete: 'set default', onUpdate: 'set default', ...both }),
      ['tenant_id', 'customer_id'],
    ),
    'the default of the column that is set is absent': seen(
      exampleKey({ onDelete: 'set default', onDeleteColumns: ['customer_id'], ...both }),
      ['tenant_id', 'customer_id'],
    ),
    'the default of another column is absent': seen(exampleKey({ onDelete: 'set default' }), ['tenant_id']),
    'the default of another key is absent': seen(exampleKey({ onDelete: 'set default' }), ['customer_id'], 7),
    'the default is absent where null may be': seen(
      exampleKey({ onDelete: 'set default', columns: [nullable] }),
      ['customer_id'],
    ),
    'a default is there': seen(exampleKey({ onDelete: 'set default' })),
    'a CHECK refuses null': checked(exampleKey({ onDelete: 'set null', columns: nullables }), check(3)),
    'two CHECKs refuse null at both actions': checked(
      exampleKey({ onDelete: 'set null', onUpdate: 'set null', columns: nullables }),
      check(2),
      check(3),
    ),
    'a CHECK refuses null at a change': checked(
      exampleKey({ onUpdate: 'set null', columns: nullables }),
      check(2),
    ),
    'a CHECK of another key refuses null': checked(
      exampleKey({ onDelete: 'set null', columns: nullables }),
      check(3, { key: 7 }),
    ),
    'a CHECK refuses null in a column that is not set': checked(
      exampleKey({ onDelete: 'set null', onDeleteColumns: ['customer_id'], columns: nullables }),
      check(2),
    ),
    'nobody enforces it': seen(exampleKey({ onDelete: 'set null', enforced: false })),
  },
  'nullable-composite-key': {
    'no row is null in part': looked(false, 0),
    'no row is null in part, and some are orphans': looked(false, 3),
    'some rows are null in part': looked(true, 0),
    'the rows were not looked through': looked(null, 0),
    'CHECKs refuse every row that is null in part': looked(false, 0, check(2), check(3)),
    'one CHECK refuses some of them': looked(false, 0, check(2)),
    'a CHECK is not validated': looked(false, 0, check(2), check(3, { validated: false })),
    'a CHECK is on the columns of another key': looked(false, 0, check(2), check(3, { key: 7 })),
    'the key is over a period': {
      ...looked(false, 0),
      keys: exampleKeys([{ ...composite, period: true }]),
    },
    'it is orphans of another key that were found': {
      ...looked(false, 0),
      orphans: exampleOrphans([{ key: 'public.a.b', orphans: 3 }]),
    },
  },
  'duplicate-foreign-key': {
    'a partition has the key that it inherits': { keys: exampleKeys([inherits(exampleKey())]) },
    'a partition is expected to have the key that it inherits': {
      keys: exampleKeys([inherits(productKey('user_id'))], productExpected()),
    },
    'another key is expected of the partition': {
      keys: exampleKeys([inherits(exampleKey())], productExpected()),
    },
  },
  'renamed-foreign-key': {
    'another key has the name': {
      orphans: exampleOrphans([]),
      keys: exampleKeys(
        [
          productKey('user_id', { name: 'fk_user' }),
          { ...productKey('id'), id: 7, columns: [exampleColumn('id')] },
        ],
        productExpected(),
      ),
    },
    'a key of another table has the name': {
      orphans: exampleOrphans([]),
      keys: exampleKeys(
        [
          productKey('user_id', { name: 'fk_user' }),
          { ...productKey('id'), id: 7, table: 'elsewhere', columns: [exampleColumn('id')] },
        ],
        productExpected(),
      ),
    },
  },
  'type-mismatch': {
    'views, and a rule of its own, use what is too narrow': used([
      { column: 'customer_id', by: 'rule _RETURN on view orders_of_customers' },
      { column: 'customer_id', by: 'the rule _RETURN on paper' },
      { column: 'another', by: 'view of_another' },
    ]),
    'a view uses a column that is as wide': used([{ column: 'another', by: 'view of_another' }]),
  },
};
