import { fstatSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from '../../../src/qa/state/write-whole.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa-whole-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Whether this process still holds the file open, by any of the first numbers. */
async function isOpen(path: string): Promise<boolean> {
  const { dev, ino } = await stat(path);
  return Array.from({ length: 1_000 }, (_, number) => number).some((number) => {
    try {
      const open = fstatSync(number);
      return open.dev === dev && open.ino === ino;
    } catch {
      return false;
    }
  });
}

it.each<[string, Parameters<typeof writeWhole>[2], number]>([
  ['for its owner alone', undefined, 0o600],
  ['so that it survives a power cut', { durable: true }, 0o600],
  ['for all to read', { mode: 0o644 }, 0o644],
])('a file is written anew %s, and nothing lies beside it', async (_, options, mode) => {
  const path = join(directory, 'file');
  await writeFile(path, 'the old text, which is longer');
  await writeWhole(path, ['new', ' text'], options);
  expect(await readFile(path, 'utf8')).toBe('new text');
  // Of what a umask leaves of it, its owner's part is certain.
  expect((await stat(path)).mode & 0o700).toBe(mode & 0o700);
  expect((await stat(path)).mode & 0o777 & ~mode).toBe(0);
  expect(await readdir(directory)).toEqual(['file']);
  expect(await isOpen(path)).toBe(false);
});

it('a link is written through, and stays one', async () => {
  await writeFile(join(directory, 'file'), 'old');
  await symlink('file', join(directory, 'link'));
  await writeWhole(join(directory, 'link'), 'new');
  expect((await lstat(join(directory, 'link'))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(directory, 'file'), 'utf8')).toBe('new');
});

it('where it cannot be written to its end, the old one stays, and nothing lies beside it', async () => {
  const path = join(directory, 'file');
  await writeFile(path, 'old');
  const pieces = function* (): Generator<string> {
    yield 'half';
    throw new Error('no more');
  };
  await expect(writeWhole(path, pieces())).rejects.toThrow('no more');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(directory)).toEqual(['file']);
  await expect(writeWhole(join(directory, 'no', 'file'), 'x')).rejects.toThrow('ENOENT');
});
