import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Verdict } from '../../../src/checks/finding.ts';
import { readBaseline, silence, writeBaseline } from '../../../src/qa/state/baseline.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'baseline-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const orphans = (facts: Record<string, unknown>): Verdict[] => [
  {
    check: 'orphan-rows',
    status: 'found',
    reason: null,
    findings: [
      {
        code: 'orphan-rows',
        severity: 'error',
        subject: 'public.c.k',
        message: 'Rows have no parent.',
        facts,
        remedy: { advice: 'Repair them.', sql: [], command: null },
        fingerprint: 'orphan-rows:public.c.k',
      },
    ],
  },
];

it.each([
  ['the same, with other sample rows', { samples: [{ id: '9' }], orphans: 7 }, 1],
  ['one orphan more', { orphans: 8, samples: [{ id: '1' }] }, 0],
  ['a fact that was not there', { orphans: 7, parent: 'public.p' }, 0],
])('a known finding: %s', async (_, facts, silenced) => {
  await writeBaseline('known.json', cwd, orphans({ orphans: 7, samples: [{ id: '1' }] }));
  expect(silence(orphans(facts), await readBaseline('known.json', cwd)).silenced).toBe(silenced);
});

it('the order of facts is no change, however deep, and the order of a list is one', async () => {
  const facts = { list: [{ a: 1, b: null }, 'x'], of: { c: 'y', d: [2, 3] } };
  await writeBaseline('known.json', cwd, orphans(facts));
  const known = await readBaseline('known.json', cwd);
  const turned = { of: { d: [2, 3], c: 'y' }, list: [{ b: null, a: 1 }, 'x'] };
  expect(silence(orphans(turned), known).silenced).toBe(1);
  expect(silence(orphans({ ...facts, of: { c: 'y', d: [3, 2] } }), known).silenced).toBe(0);
});

it('a check that finds what is known is skipped, or open where it saw a part, and never clear', async () => {
  const [verdict] = orphans({});
  if (verdict === undefined) throw new Error('no verdict');
  await writeBaseline('known.json', cwd, [verdict]);
  const known = await readBaseline('known.json', cwd);
  const clear: Verdict = { check: 'a', status: 'clear', reason: null, findings: [] };
  const partly = { ...verdict, reason: 'one table could not be read' };
  const other = {
    ...verdict.findings[0],
    fingerprint: 'orphan-rows:public.d.k',
  } as Verdict['findings'][number];
  const more = { ...verdict, findings: [...verdict.findings, other] };
  expect(silence([verdict, partly, more, clear], known)).toEqual({
    silenced: 3,
    verdicts: [
      {
        check: 'orphan-rows',
        status: 'skipped',
        reason: 'What it finds is in the baseline (1).',
        findings: [],
      },
      { check: 'orphan-rows', status: 'unknown', reason: 'one table could not be read', findings: [] },
      { check: 'orphan-rows', status: 'found', reason: null, findings: [other] },
      clear,
    ],
  });
});

it('a report is a baseline too, and another severity is another finding', async () => {
  await writeFile(join(cwd, 'report.json'), JSON.stringify({ schema: 1, verdicts: orphans({}) }));
  const known = await readBaseline('report.json', cwd);
  expect(silence(orphans({}), known).silenced).toBe(1);
  const milder = orphans({}).map((verdict) => ({
    ...verdict,
    findings: verdict.findings.map((finding) => ({ ...finding, severity: 'warning' as const })),
  }));
  expect(silence(milder, known).silenced).toBe(0);
});

it.each([
  ['no JSON', '{"findings":', /^The baseline known\.json cannot be read: /],
  ['a number', '7', /is not one: expected is what --write-baseline or --format json wrote\.$/],
  ['null', 'null', /is not one/],
  ['findings that are none', '{"findings":[null]}', /is not one/],
  ['findings without a digest', '{"findings":[{"fingerprint":"a","severity":"error"}]}', /is not one/],
  ['verdicts that are none', '{"verdicts":[{}]}', /is not one/],
])('a file that holds %s is told to be no baseline', async (_, text, said) => {
  await writeFile(join(cwd, 'known.json'), text);
  await expect(readBaseline('known.json', cwd)).rejects.toThrow(said);
});

it('a file that is not there, or cannot be written, is told by its name', async () => {
  await expect(readBaseline('gone.json', cwd)).rejects.toThrow(/^The baseline gone\.json cannot be read: /);
  await expect(writeBaseline('no/such/place.json', cwd, [])).rejects.toThrow(
    /^The baseline no\/such\/place\.json cannot be written: /,
  );
});
