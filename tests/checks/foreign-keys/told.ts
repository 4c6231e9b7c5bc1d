import type { ForeignKey } from '../../../src/checks/foreign-keys/catalog/key.ts';
import {
  exampleColumn,
  exampleKey,
  exampleKeys,
  exampleOrphans,
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
const both = { columns: [tenant, exampleColumn('customer_id')] };

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
    'nobody enforces it': seen(exampleKey({ onDelete: 'set null', enforced: false })),
  },
};
