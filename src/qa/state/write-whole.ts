import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file, for its owner alone unless `mode` says otherwise, so that a reader sees the old file or the
 * new one, never a half: written aside and renamed. `durable`: file and directory are synced as well, so that
 * it survives a power cut. A device, a pipe or a link is written to as it is: renamed onto, /dev/null would
 * be a file.
 */
export async function writeWhole(
  path: string,
  pieces: string | Iterable<string>,
  { durable = false, mode = 0o600 }: { readonly durable?: boolean; readonly mode?: number } = {},
): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there !== null && !there.isFile()) return writeFile(path, pieces, { mode });
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(aside, 'wx', mode);
    try {
      await writeFile(file, pieces);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  if (!durable) return;
  const directory = await open(dirname(path), 'r');
  // Some file systems refuse to sync a directory; the rename itself is then all that can be had.
  await directory.sync().catch(() => undefined);
  await directory.close();
}
