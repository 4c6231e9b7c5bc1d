import { readdirSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownProcesses } from '../../support/own-processes.ts';
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

it.each<[string, string, boolean]>([
  ['of a process that runs', JSON.stringify({ pid: process.pid, takenAt: Date.now() }), false],
  ['from before this machine started', JSON.stringify({ pid: process.pid, takenAt: 0 }), true],
  ['that was not written to its end', '{"pid":', true],
  ['that names nobody', '{}', true],
])('a lock %s', async (_, text, isTaken) => {
  await (await holdJournal(directory, owner, ownProcesses)).release();
  const first = await holdJournal(directory, owner, ownProcesses);
  const [lock = ''] = await readdir(directory);
  await first.release();
  await writeFile(join(directory, lock), text);
  const second = holdJournal(directory, owner, ownProcesses);
  if (isTaken) {
    await (await second).release();
    expect(await readdir(directory)).toEqual([]);
  } else {
    await expect(second).rejects.toThrow(
      `Another run (process ${process.pid}) is at work on this target and user: wait for it, or stop it. ` +
        `Its lock is ${join(directory, lock)}.`,
    );
    expect(await readdir(directory)).toEqual([lock]);
  }
});

it.each(['{"schema":1,', '{}', JSON.stringify({ schema: 2, origin: 'a', prefix: 'b', record })])(
  'a journal that holds %s is told with what to look for, and its lock is let go',
  async (text) => {
    const first = await holdJournal(directory, owner, ownProcesses);
    await first.open(record);
    await first.release();
    const [name = ''] = await readdir(directory);
    await writeFile(join(directory, name), text);
    await expect(holdJournal(directory, owner, ownProcesses)).rejects.toThrow(
      `The journal ${join(directory, name)} of an interrupted run cannot be read; look for values with ` +
        '"qa-probe" in the account, then remove the file.',
    );
    expect(await readdir(directory)).toEqual([name]);
  },
);

it('what is open is known until it is removed, and is written once', async () => {
  const journal = await holdJournal(directory, owner, ownProcesses);
  expect(journal.record()).toBeNull();
  await journal.open(record);
  expect(journal.record()).toEqual(record);
  await journal.remove();
  expect(journal.record()).toBeNull();
  // Removed, the same is written again.
  await journal.open(record);
  await journal.release();
  const second = await holdJournal(directory, owner, ownProcesses);
  expect(second.left).toEqual(record);
  await second.remove();
  await second.remove();
  await second.release();
  await second.release();
});

it('owners whose parts read the same together have journals of their own', async () => {
  const first = await holdJournal(directory, { origin: 'a', prefix: 'bc', user: 'd' }, ownProcesses);
  const second = await holdJournal(directory, { origin: 'ab', prefix: 'c', user: 'd' }, ownProcesses);
  await first.release();
  await second.release();
});

it('what only looks like a record is nobody’s', async () => {
  const other = await holdJournal(directory, { ...owner, origin: 'https://old.example' }, ownProcesses);
  await other.open(record);
  await other.release();
  const [name = ''] = await readdir(directory);
  const text = await readFile(join(directory, name), 'utf8');
  for (const odd of [`${'e'.repeat(32)}.json.0123`, `x${'e'.repeat(32)}.json`, 'notes.json'])
    await writeFile(join(directory, odd), text.replace('old.example', 'odd.example'));
  const own = await holdJournal(directory, owner, ownProcesses);
  expect(await own.elsewhere()).toEqual(['https://old.example']);
  await own.release();
});

it('a directory that cannot be had is told as the system says it', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(holdJournal(join(directory, 'file'), owner, ownProcesses)).rejects.toThrow(/EEXIST|ENOTDIR/);
});

/** Where the record of this owner is kept while nothing else lies in the directory. */
async function placeOf(who: typeof owner): Promise<string> {
  const journal = await holdJournal(directory, who, ownProcesses);
  const [lock = ''] = await readdir(directory);
  await journal.release();
  return join(directory, lock.replace('.lock', '.json'));
}

it('what is on record of the same target and user alone is nothing elsewhere', async () => {
  const own = await holdJournal(directory, owner, ownProcesses);
  await own.open(record);
  expect(await own.elsewhere()).toEqual([]);
  await mkdir(join(directory, `${'e'.repeat(32)}.json`));
  expect(await own.elsewhere()).toEqual([]);
  await own.release();
});

it('a record that has not changed is not written again, and one that has is', async () => {
  const path = await placeOf(owner);
  const own = await holdJournal(directory, owner, ownProcesses);
  await own.open(record);
  await writeFile(path, 'as somebody left it');
  await own.open(structuredClone(record));
  expect(await readFile(path, 'utf8')).toBe('as somebody left it');
  await own.open({ ...record, marker: 'fedcba543210' });
  expect(await readFile(path, 'utf8')).toContain('fedcba543210');
  await own.release();
});

it('a record that the system withholds is told as the system says it, and its lock is let go', async () => {
  const path = await placeOf(owner);
  await mkdir(path);
  await expect(holdJournal(directory, owner, ownProcesses)).rejects.toThrow(/EISDIR/);
  expect(await readdir(directory)).toEqual([basename(path)]);
});

describe('beside a dead lock', () => {
  const dead = JSON.stringify({ pid: 4_999_999, takenAt: Date.now() });
  const putDead = async (): Promise<string> => {
    const lock = (await placeOf(owner)).replace('.json', '.lock');
    await writeFile(lock, dead);
    return lock;
  };

  it('its file goes with it, and the new one names who holds it', async () => {
    const lock = await putDead();
    const own = await holdJournal(directory, owner, ownProcesses);
    expect(await readdir(directory)).toEqual([basename(lock)]);
    expect((await stat(lock)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(lock, 'utf8'))).toEqual({
      pid: process.pid,
      takenAt: expect.any(Number) as unknown,
    });
    await own.release();
  });

  it('a directory that goes away is told as the system says it', async () => {
    await putDead();
    const isRunning = (): boolean => {
      rmSync(directory, { recursive: true });
      return false;
    };
    await expect(holdJournal(directory, owner, { own: process.pid, isRunning })).rejects.toThrow(/ENOENT/);
  });
});

it('a journal that cannot be read is told though somebody took its lock away', async () => {
  const path = await placeOf(owner);
  await writeFile(path, '{}');
  const processes = {
    ...ownProcesses,
    get own(): number {
      for (const name of readdirSync(directory).filter((each) => each.endsWith('.lock')))
        rmSync(join(directory, name));
      return process.pid;
    },
  };
  await expect(holdJournal(directory, owner, processes)).rejects.toThrow(
    `The journal ${path} of an interrupted run cannot be read; `,
  );
});
