import { mkdtemp, rm } from 'node:fs/promises';
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
])('a known finding: %s', async (_, facts, silenced) => {
  await writeBaseline('known.json', cwd, orphans({ orphans: 7, samples: [{ id: '1' }] }));
  expect(silence(orphans(facts), await readBaseline('known.json', cwd)).silenced).toBe(silenced);
});
