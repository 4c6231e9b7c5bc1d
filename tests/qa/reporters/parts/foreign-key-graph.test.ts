import { expect, it } from 'vitest';
import {
  exampleColumn,
  exampleKey,
  exampleKeys,
  exampleOrphans,
  exampleParent,
  productExpected,
  productKey,
} from '../../../../src/checks/foreign-keys/examples/keys.ts';
import type { ForeignKey } from '../../../../src/checks/foreign-keys/catalog/key.ts';
import type { Severity } from '../../../../src/checks/finding.ts';
import { toFindings } from '../../../../src/checks/check.ts';
import { wrongTarget } from '../../../../src/checks/foreign-keys/wrong-target.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { UsageError } from '../../../../src/qa/command.ts';
import { dot } from '../../../../src/qa/reporters/dot.ts';
import { foreignKeyColumn } from '../../../../src/qa/reporters/parts/foreign-key-column.ts';
import { foreignKeyGraph } from '../../../../src/qa/reporters/parts/foreign-key-graph.ts';
import { keyPicture, type Limits } from '../../../../src/qa/reporters/parts/key-picture.ts';
import { mermaid } from '../../../../src/qa/reporters/mermaid.ts';

const wide = (report: Report, limits?: Limits): string => foreignKeyGraph(keyPicture(report, limits));
const narrow = (report: Report, limits?: Limits): string => foreignKeyColumn(keyPicture(report, limits));
const drawings = { mermaid, dot, wide, narrow };

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

it('mermaid draws the parent first, with the finding in the label', () => {
  expect(mermaid(broken)).toBe(
    'erDiagram\n  "public.customers" |o--o{ "public.orders" : "customer_id → id [warning: ' +
      'unindexed-foreign-key]"\n',
  );
});

it('dot draws an arrow from child to parent in the colour of the finding', () => {
  expect(dot(broken)).toContain(
    '"public.orders" -> "public.customers" [label="customer_id → id\\nwarning: ' +
      'unindexed-foreign-key", tooltip="orders_fkey", color="#b26a00", fontcolor="#b26a00"];',
  );
});

it('the graph tells the finding in words too', () => {
  for (const draw of [wide, narrow])
    expect(draw(broken)).toContain(
      '<g class="warning"><title>public.orders (customer_id → id) of public.customers, orders_fkey; ' +
        'warning: unindexed-foreign-key</title>',
    );
});

it('names cannot leave their quotes', () => {
  const evil = reportOf([exampleKey({ table: 'a"];\n%\\N<script>', name: "'><b>", ...toward('b"') })]);
  expect(mermaid(evil)).toMatch(/^erDiagram\n {2}"[^"%\\\n]*" \S+ "[^"%\\\n]*" : "[^"%\\\n]*"\n$/);
  // Within DOT's quotes only escaped quotes and pairs of backslashes.
  for (const line of dot(evil).split('\n'))
    expect(line.replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/["\\<]/);
  for (const draw of [wide, narrow]) expect(draw(evil)).not.toMatch(/<script|<b>/);
});

it.each(Object.entries(drawings))('%s refuses a report without foreign keys in one sentence', (_, draw) => {
  expect(() => draw({ ...broken, evidence: {} })).toThrow(UsageError);
});

it('keys of a large database are drawn where something was found, with the neighbours', () => {
  const many = Array.from({ length: 300 }, (_, number) =>
    exampleKey({ schema: 'public', table: `t${number}`, name: 'k', ...toward(`t${number + 1}`) }),
  );
  for (const draw of [wide, narrow]) {
    const drawing = draw(reportOf(many, 'public.t7.k'), { tables: 16, keys: 60 });
    expect(drawing.match(/<rect/g)).toHaveLength(3);
    expect(drawing).toContain('298 more are not drawn');
  }
});

it('the tables of the worst key stand on top, however many keys there are', () => {
  const starOf = (parents: number) =>
    Array.from({ length: 40 }, (_, number) =>
      exampleKey({
        schema: 'public',
        table: `c${number}`,
        name: 'k',
        ...toward(`p${String(number % parents).padStart(2, '0')}`),
      }),
    );
  const finding = (number: number, severity: Severity) => {
    const [verdict] = reportOf([], `public.c${number}.k`).verdicts;
    return (verdict?.findings ?? []).map((each) => ({ ...each, severity }));
  };
  for (const parents of [1, 20]) {
    const findings = Array.from({ length: 40 }, (_, number) =>
      finding(number, number === 33 ? 'error' : number % 2 === 0 ? 'warning' : 'info'),
    ).flat();
    const report = {
      ...reportOf(starOf(parents)),
      verdicts: [{ check: 'any', status: 'found' as const, reason: null, findings }],
    };
    for (const draw of [wide, narrow]) {
      const drawing = draw(report, { tables: 16, keys: 24 });
      const top = (table: string): number =>
        Number(new RegExp(`<title>public\\.${table}</title><rect x="[^"]*" y="([^"]*)"`).exec(drawing)?.[1]);
      const tops = [...drawing.matchAll(/<title>public\.(c\d+)<\/title>/g)].map(([, name = '']) => top(name));
      expect(tops).toHaveLength(24);
      expect(top('c33')).toBe(Math.min(...tops));
      const others = [...drawing.matchAll(/<title>public\.(p\d+)<\/title>/g)].map(([, name = '']) =>
        top(name),
      );
      expect(top(`p${parents === 1 ? '00' : '13'}`)).toBe(Math.min(...others));
    }
  }
});

it('a cycle and a table that leads to itself are drawn', () => {
  const cyclic = reportOf([
    exampleKey({ schema: 'public', table: 'a', name: 'up', ...toward('b') }),
    exampleKey({ schema: 'public', table: 'b', name: 'down', ...toward('a') }),
    exampleKey({ schema: 'public', table: 'a', name: 'self', ...toward('a') }),
  ]);
  for (const draw of [wide, narrow]) {
    expect(draw(cyclic).match(/<polygon/g)).toHaveLength(3);
    expect(draw(cyclic)).not.toMatch(/NaN|undefined/);
  }
});

it('the key that is there is drawn red and the expected one dashed green, each at its column', () => {
  const seen = { orphans: exampleOrphans([]), keys: exampleKeys([productKey('id')], productExpected()) };
  const judged = wrongTarget.judge(seen);
  const findings = Array.isArray(judged) ? toFindings(wrongTarget, judged) : [];
  const report = {
    ...reportOf([]),
    evidence: seen,
    verdicts: [{ check: 'wrong-target', status: 'found' as const, reason: null, findings }],
  };
  const picture = keyPicture(report);
  expect(picture.columns.get('public.user_profiles')?.map(({ name }) => name)).toEqual(['id', 'user_id']);
  expect(picture.expected).toEqual([
    expect.objectContaining({ child: 'public.user_personalization', columns: 'user_id → user_id' }),
  ]);
  for (const draw of [wide, narrow]) {
    const drawing = draw(report);
    expect(drawing).toContain('<g class="error"><title>public.user_personalization (user_id → id)');
    expect(drawing).toContain('<g class="expected"><title>public.user_personalization (user_id → user_id)');
  }
});

it('an expected key to a table that is not there is drawn to a dashed box', () => {
  const facts = {
    table: 'public.a',
    columns: ['b_id'],
    references: { table: 'public.b', columns: ['id'] },
    absent: ['table public.b'],
  };
  const report = reportOf([], 'public.a.a_b_id_fkey');
  const [verdict] = report.verdicts;
  const findings = (verdict?.findings ?? []).map((finding) => ({ ...finding, facts }));
  const drawing = wide({ ...report, verdicts: [{ ...verdict!, findings }] });
  expect(drawing).toContain('<g class="table absent"><title>public.b, not there</title>');
  expect(drawing.match(/class="table absent"/g)).toHaveLength(1);
});
