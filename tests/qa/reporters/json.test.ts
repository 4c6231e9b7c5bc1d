import { expect, it } from 'vitest';
import { json } from '../../../src/qa/reporters/json.ts';
import { exampleReport } from '../../support/example-report.ts';

const whole = (report: Parameters<typeof json>[0]): string => [...json(report)].join('');

it('is the report as it is, and what is undefined is not there', () => {
  const report = exampleReport({
    evidence: { list: [], nothing: {}, deep: { a: [{ b: [null, { c: 1 }] }] } },
  });
  expect(JSON.parse(whole({ ...report, failOn: undefined }))).toEqual(JSON.parse(JSON.stringify(report)));
});

it('has a finding, and an item of evidence, on a line of its own, to be searched by line', () => {
  const lines = whole(exampleReport({ evidence: { traffic: { exchanges: [{ id: 1 }, { id: 2 }] } } })).split(
    '\n',
  );
  expect(lines.slice(0, 3)).toEqual(['{', '  "schema": 1,', '  "tool": {']);
  expect(lines).toContain('        {"id":1},');
  expect(lines).toContain('        {"id":2}');
  expect(lines.filter((line) => line.includes('"fingerprint":'))).toHaveLength(1);
  expect(lines.slice(-2)).toEqual(['}', '']);
});

it('of a small value the layout is that of every other program', () => {
  const { tool, cleanup } = exampleReport();
  const text = whole(exampleReport());
  expect(text).toContain(`  "tool": ${JSON.stringify(tool, null, 2).replaceAll('\n', '\n  ')},\n`);
  expect(text).toContain(
    `  "cleanup": ${JSON.stringify({ ...cleanup }, null, 2).replaceAll('\n', '\n  ')},\n`,
  );
});

it('comes in pieces, none of which is the whole of a large report', () => {
  const items = Array.from({ length: 5_000 }, (_, id) => ({ id, text: 'x'.repeat(40) }));
  const report = exampleReport({ evidence: { items: { items } } });
  const pieces = [...json(report)];
  expect(pieces.length).toBeGreaterThan(3);
  for (const piece of pieces) expect(piece.length).toBeLessThan(70_000);
  for (const piece of pieces.slice(0, -1)) expect(piece.length).toBeGreaterThanOrEqual(65_536);
  expect(JSON.parse(pieces.join(''))).toEqual(JSON.parse(JSON.stringify(report)));
  expect([...json(exampleReport())]).toHaveLength(1);
});
