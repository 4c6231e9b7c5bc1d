import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/checks/finding.ts';
import { reportShape, type Report } from '../../../../src/checks/report.ts';
import { runLine } from '../../../support/command-line.ts';
import { exampleReport } from '../../../support/example-report.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa merge '));
});
afterAll(() => rm(cwd, { recursive: true }));

const merged = async (...reports: Partial<Report>[]) => {
  const files = reports.map((_, place) => `${place}.json`);
  for (const [place, changes] of reports.entries())
    await writeFile(join(cwd, files[place] ?? ''), JSON.stringify(exampleReport(changes)));
  const { code, stdout } = await runLine(['merge-reports', ...files, '--format', 'json'], { cwd });
  return { code, report: reportShape.parse(JSON.parse(stdout)) };
};
const subjects = ({ verdicts }: Report) =>
  verdicts.flatMap(({ findings }) => findings.map(({ subject }) => subject));
const at = (name: string, baseUrl: string) => ({ name, baseUrl, database: null });

it('of one target: what several commands saw stays as they said it', async () => {
  const clear: Verdict = { check: 'wrong-target', status: 'clear', reason: null, findings: [] };
  const { code, report } = await merged(
    {},
    { command: 'inspect-fk', verdicts: [clear], exitCode: 0, startedAt: '2026-01-26T09:00:01.000Z' },
  );
  expect([code, subjects(report)]).toEqual([1, ['theme']]);
  expect(report.verdicts.map(({ check }) => check)).toContain('wrong-target');
  expect(report.durationMs).toBe(1412);
  expect(report.targets).toBeUndefined();
});

it('of several: each finding names its target, two places of one name too', async () => {
  const north = { target: at('north', 'https://n.example') };
  expect(subjects((await merged(north, { target: at('south', 'https://s.example') })).report)).toEqual([
    'north: theme',
    'south: theme',
  ]);
  const { report } = await merged(north, { target: at('north', 'https://other.example') });
  expect(subjects(report)).toEqual([
    'north (https://n.example): theme',
    'north (https://other.example): theme',
  ]);
  expect(
    new Set(report.verdicts.flatMap(({ findings }) => findings.map((each) => each.fingerprint))).size,
  ).toBe(2);
});

it.each([
  [[0, 0], 0],
  [[0, 3], 3],
  [[1, 3], 1],
  [[1, 4], 4],
  [[4, 2], 2],
  [[2, 130], 130],
  [[143, 5], 5],
  [[0, 99], 99],
])('ends as the worst of them: %j with %i', async (codes, worst) => {
  expect((await merged(...codes.map((exitCode) => ({ exitCode })))).code).toBe(worst);
});

it('never passes what was not a report', async () => {
  await writeFile(join(cwd, 'other.json'), '{"schema":1}');
  const { code, stderr } = await runLine(['merge-reports', 'other.json'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining('other.json is not a report of qa')]);
});
