import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownProcesses } from '../../support/command-line.ts';
import { holdJournal } from '../../../src/qa/state/journal.ts';

const owner = { origin: 'https://api.example', prefix: '/api', user: 'somebody' };
const record = {
  marker: 'abcdef012345',
  values: [],
  before: { lists: { source: [], theme: ['sport'], topic: [], 'content-type': [] }, flags: {} },
};
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa-journal-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('what was opened and not settled is there for the next run, readable by its owner alone', async () => {
  const first = await holdJournal(directory, owner, ownProcesses);
  await first.open(record);
  await first.release();
  const [name = ''] = await readdir(directory);
  expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(directory, name), 'utf8')).not.toContain(owner.user);
  const second = await holdJournal(directory, owner, ownProcesses);
  expect(second.left).toEqual(record);
  await second.remove();
  await second.release();
  expect(await readdir(directory)).toEqual([]);
});

it('a second run is refused while the first holds the journal; another user is not', async () => {
  const first = await holdJournal(directory, owner, ownProcesses);
  await expect(holdJournal(directory, owner, ownProcesses)).rejects.toThrow(/Another run/);
  await (await holdJournal(directory, { ...owner, user: 'somebody else' }, ownProcesses)).release();
  await first.release();
  await (await holdJournal(directory, owner, ownProcesses)).release();
});

it('the lock of a dead process is taken over', async () => {
  const first = await holdJournal(directory, owner, ownProcesses);
  const lock = (await readdir(directory)).find((name) => name.endsWith('.lock')) ?? '';
  await first.release();
  // The highest process number of Linux is 4 194 304.
  await writeFile(join(directory, lock), JSON.stringify({ pid: 4_999_999, takenAt: Date.now() }));
  await (await holdJournal(directory, owner, ownProcesses)).release();
});

it("what a killed run had half written is removed by the next, and nobody else's is", async () => {
  const first = await holdJournal(directory, owner, ownProcesses);
  await first.open(record);
  const [whole = ''] = (await readdir(directory)).filter((name) => name.endsWith('.json'));
  await first.release();
  await writeFile(join(directory, `${whole}.0123456789ab`), '{"schema":1,');
  await writeFile(join(directory, `${'f'.repeat(32)}.json.0123456789ab`), '{');
  const second = await holdJournal(directory, owner, ownProcesses);
  expect(second.left).toEqual(record);
  await second.remove();
  await second.release();
  expect(await readdir(directory)).toEqual([`${'f'.repeat(32)}.json.0123456789ab`]);
});

it('records of other targets and users are told by their origins', async () => {
  const other = await holdJournal(directory, { ...owner, origin: 'https://old.example' }, ownProcesses);
  await other.open(record);
  await other.release();
  const stranger = await holdJournal(directory, { ...owner, user: 'somebody else' }, ownProcesses);
  await stranger.open(record);
  await stranger.release();
  await writeFile(join(directory, `${'e'.repeat(32)}.json`), 'no record');
  const own = await holdJournal(directory, owner, ownProcesses);
  await own.open(record);
  expect(own.left).toBeNull();
  expect(await own.elsewhere()).toEqual(['https://api.example', 'https://old.example']);
  await own.release();
});
