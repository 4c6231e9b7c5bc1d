import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mostRuns } from '../../../src/qa/state/most-runs.ts';
import { readRuns, recordRun } from '../../../src/qa/state/runs.ts';
import { ownProcesses } from '../../support/own-processes.ts';
import { exampleReport } from '../../support/example-report.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa-runs-'));
});
afterEach(() => rm(directory, { recursive: true }));

const app = () => ({
  io: {
    environment: { QA_STATE_DIR: directory },
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
  },
});
const at = (startedAt: string) => exampleReport({ startedAt });
const names = async () => (await readdir(join(directory, 'runs'))).toSorted();

it('runs are kept by their time, for their owner alone, and read from the newest on', async () => {
  const [old, recent] = ['2026-01-25T09:00:00.000Z', '2026-01-26T09:00:00.000Z'];
  for (const time of [recent, old, recent]) await recordRun(at(time), app());
  expect((await names()).map((name) => name.replace(/-[0-9a-f]{6}\.json$/, ''))).toEqual([
    '2026-01-25T09-00-00-000Z',
    '2026-01-26T09-00-00-000Z',
    '2026-01-26T09-00-00-000Z',
  ]);
  expect((await stat(join(directory, 'runs'))).mode & 0o777).toBe(0o700);
  expect((await readRuns(app())).map(({ startedAt }) => startedAt)).toEqual([recent, recent, old]);
});

it('what is no report is passed over, and nothing is where nothing was kept', async () => {
  expect(await readRuns(app())).toEqual([]);
  await recordRun(at('2026-01-25T09:00:00.000Z'), app());
  const texts = { 'a.json': '{', 'b.json': '{}', 'c.txt': JSON.stringify(exampleReport()) };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(directory, 'runs', name), text);
  expect(await readRuns(app())).toHaveLength(1);
});

it('the oldest give way, and what is no run does not', async () => {
  await mkdir(join(directory, 'runs'));
  const older = Array.from({ length: mostRuns }, (_, index) => `2025-${String(index).padStart(4, '0')}.json`);
  for (const name of [...older, 'notes.txt']) await writeFile(join(directory, 'runs', name), '{}');
  await recordRun(at('2026-01-25T09:00:00.000Z'), app());
  const left = await names();
  expect(left).toHaveLength(mostRuns + 1);
  expect(left).toEqual(expect.arrayContaining([...older.slice(1), 'notes.txt']));
});

it('runs of one moment are all kept, and the oldest give way once', async () => {
  await mkdir(join(directory, 'runs'));
  const older = Array.from({ length: mostRuns + 200 }, (_, index) => `2025-${1000 + index}.json`);
  for (const name of older) await writeFile(join(directory, 'runs', name), '{}');
  await Promise.all(Array.from({ length: 12 }, () => recordRun(at('2026-01-25T09:00:00.000Z'), app())));
  const left = await names();
  expect(left).toHaveLength(mostRuns);
  expect(left.slice(0, -12)).toEqual(older.slice(212));
  expect(await readRuns(app())).toHaveLength(12);
});

it('where it cannot be kept, that is told', async () => {
  await writeFile(join(directory, 'runs'), 'a file');
  await expect(recordRun(exampleReport(), app())).rejects.toThrow(
    /^The run cannot be recorded in .*runs: (EEXIST|ENOTDIR)/,
  );
});
