import { describe, expect, it } from 'vitest';
import {
  exampleIndex,
  exampleIndexes,
  exampleKey,
  exampleKeys,
  productExpected,
  productKey,
} from '../../../../src/checks/foreign-keys/examples/keys.ts';
import { healthyAsCounts } from '../../../../src/checks/foreign-keys/evidence/healthy-keys.ts';
import { unindexedForeignKey } from '../../../../src/checks/foreign-keys/unindexed-foreign-key.ts';
import { toFinding } from '../../../../src/checks/check.ts';
import { keysShape, type Keys } from '../../../../src/checks/foreign-keys/probes/keys.ts';
import type { Indexes } from '../../../../src/checks/foreign-keys/probes/indexes.ts';

const told = exampleKey({ id: 1, name: 'told_fkey' });
const other = exampleKey({ id: 2, name: 'other_fkey' });
const healthy = exampleKey({ id: 3, name: 'healthy_fkey', table: 'invoices' });
const finding = toFinding(unindexedForeignKey, {
  subject: 'public.orders.told_fkey',
  message: 'It has no index.',
  facts: { other: 'public.orders.other_fkey' },
});

function condense(keys: Keys, indexes: Indexes) {
  const { evidence } = healthyAsCounts({
    evidence: { keys, indexes, orphans: 'untouched' },
    verdicts: [{ check: finding.code, status: 'found', reason: null, findings: [finding] }],
    credentialsRefused: false,
  });
  return { seen: keysShape.parse(evidence['keys']), evidence };
}

describe('healthy keys in a report', () => {
  it('are a count; those that a finding is about, and the others that it names, stay whole', () => {
    const { seen, evidence } = condense(exampleKeys([told, other, healthy]), exampleIndexes([]));
    expect(seen.keys).toEqual([told, other]);
    expect(seen.healthyKeys).toBe(1);
    expect(evidence['orphans']).toBe('untouched');
  });

  it('are whole where their table is one of an expectation', () => {
    const product = productKey('user_id');
    const { seen } = condense(exampleKeys([product, healthy], productExpected()), exampleIndexes([]));
    expect(seen.keys).toEqual([product]);
    expect(seen.healthyKeys).toBe(1);
  });

  it('take their indexes along; those that could serve a told key stay, and invalid ones', () => {
    const near = exampleIndex(['tenant_id', 'customer_id'], { name: 'near' });
    const far = exampleIndex(['total'], { name: 'far' });
    const elsewhere = exampleIndex(['customer_id'], { name: 'elsewhere', table: 'invoices' });
    const broken = exampleIndex(['customer_id'], { name: 'broken', table: 'invoices', valid: false });
    const { evidence } = condense(exampleKeys([told, healthy]), {
      ...exampleIndexes([]),
      indexes: [near, far, elsewhere, broken],
    });
    expect(evidence['indexes']).toMatchObject({ indexes: [near, broken] });
  });
});
