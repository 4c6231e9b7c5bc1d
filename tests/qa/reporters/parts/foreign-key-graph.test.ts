import { expect, test } from 'vitest';
import {
  exampleColumn,
  exampleKey,
  exampleKeys,
  exampleParent,
} from '../../../../src/checks/foreign-keys/examples/keys.ts';
import type { ForeignKey } from '../../../../src/checks/foreign-keys/catalog/key.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { UsageError } from '../../../../src/qa/command.ts';
import { dot } from '../../../../src/qa/reporters/dot.ts';
import { foreignKeyGraph } from '../../../../src/qa/reporters/parts/foreign-key-graph.ts';
import { mermaid } from '../../../../src/qa/reporters/mermaid.ts';

const drawings = { mermaid, dot, foreignKeyGraph };

function reportOf(keys: readonly ForeignKey[], subject?: string): Report {
  const finding = {
    code: 'unindexed-foreign-key',
    severity: 'warning' as const,
    subject: subject ?? '',
    message: 'No index.',
    facts: {},
    remedy: { advice: '', sql: [], command: null },
    fingerprint: '',
  };
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: '0.0.0' },
    command: 'inspect-fk',
    target: { name: 'local', baseUrl: null, database: null },
    startedAt: '2026-01-26T09:00:00.000Z',
    durationMs: 1,
    evidence: { keys: exampleKeys(keys) },
    verdicts:
      subject === undefined
        ? []
        : [{ check: finding.code, status: 'found', reason: null, findings: [finding] }],
    diagnosis: null,
    cleanup: { status: 'not-needed', undo: [] },
    exitCode: 0,
  };
}

function toward(table: string): Pick<ForeignKey, 'references'> {
  return { references: exampleParent([exampleColumn('id')], { table }) };
}

const key = exampleKey({
  schema: 'public',
  table: 'orders',
  name: 'orders_fkey',
  columns: [exampleColumn('customer_id', { notNull: false })],
  ...toward('customers'),
});
const broken = reportOf([key], 'public.orders.orders_fkey');

test('mermaid draws the parent first, with the finding in the label', () => {
  expect(mermaid(broken)).toBe(
    'erDiagram\n  "public.customers" |o--o{ "public.orders" : "customer_id → id [warning: ' +
      'unindexed-foreign-key]"\n',
  );
});

test('dot draws an arrow from child to parent in the colour of the finding', () => {
  expect(dot(broken)).toContain(
    '"public.orders" -> "public.customers" [label="customer_id → id\\nwarning: ' +
      'unindexed-foreign-key", tooltip="orders_fkey", color="#b26a00", fontcolor="#b26a00"];',
  );
});

test('the graph tells the finding in words too', () => {
  expect(foreignKeyGraph(broken)).toContain(
    '<g class="warning"><title>public.orders (customer_id → id) of public.customers, orders_fkey; ' +
      'warning: unindexed-foreign-key</title>',
  );
});

test('names cannot leave their quotes', () => {
  const evil = reportOf([exampleKey({ table: 'a"];\n%\\N<script>', name: "'><b>", ...toward('b"') })]);
  expect(mermaid(evil)).toMatch(/^erDiagram\n {2}"[^"%\\\n]*" \S+ "[^"%\\\n]*" : "[^"%\\\n]*"\n$/);
  // Within DOT's quotes only escaped quotes and pairs of backslashes.
  for (const line of dot(evil).split('\n'))
    expect(line.replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/["\\<]/);
  expect(foreignKeyGraph(evil)).not.toMatch(/<script|<b>/);
});

test.each(Object.entries(drawings))('%s refuses a report without foreign keys in one sentence', (_, draw) => {
  expect(() => draw({ ...broken, evidence: {} })).toThrow(UsageError);
});

test('keys of a large database are drawn where something was found, with the neighbours', () => {
  const many = Array.from({ length: 300 }, (_, number) =>
    exampleKey({ schema: 'public', table: `t${number}`, name: 'k', ...toward(`t${number + 1}`) }),
  );
  const drawing = foreignKeyGraph(reportOf(many, 'public.t7.k'));
  expect(drawing.match(/<rect/g)).toHaveLength(3);
  expect(drawing).toContain('298 more are not drawn');
});

test('a cycle and a table that leads to itself are drawn', () => {
  const drawing = foreignKeyGraph(
    reportOf([
      exampleKey({ schema: 'public', table: 'a', name: 'up', ...toward('b') }),
      exampleKey({ schema: 'public', table: 'b', name: 'down', ...toward('a') }),
      exampleKey({ schema: 'public', table: 'a', name: 'self', ...toward('a') }),
    ]),
  );
  expect(drawing.match(/<path/g)).toHaveLength(3);
  expect(drawing).not.toMatch(/NaN|undefined/);
});
