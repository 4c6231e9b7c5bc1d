import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { undoRecordShape, type Journal, type UndoRecord } from '../../checks/mute/index.ts';
import { UsageError, type Io } from '../command.ts';
import { writeWhole } from './write-whole.ts';

/** Whose state a journal is about. */
export interface JournalOwner {
  readonly origin: string;
  readonly prefix: string;
  /** The token's `sub`; only a hash of it is stored. */
  readonly user: string;
}

/** The journal of one target and user, held by this process alone. */
export interface HeldJournal extends Journal {
  /** What an earlier run left behind; null when there is nothing to undo. */
  readonly left: UndoRecord | null;
  /** Origins of which interrupted runs are on record beside this one's: other targets, or other users. */
  readonly elsewhere: () => Promise<string[]>;
  /** Lets the next run in. The record, if it was not settled, stays. */
  readonly release: () => Promise<void>;
}

const entryShape = z.object({
  schema: z.literal(1),
  origin: z.string(),
  prefix: z.string(),
  record: undoRecordShape,
});
type Entry = z.infer<typeof entryShape>;
const lockShape = z.object({ pid: z.number(), takenAt: z.number() });

/**
 * Takes the journal of a target and user. Throws {@link UsageError} while another run holds it, or when it
 * cannot be read.
 */
export async function holdJournal(
  directory: string,
  owner: JournalOwner,
  processes: Io['processes'],
): Promise<HeldJournal> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const name = createHash('sha256')
    .update([owner.origin, owner.prefix, owner.user].join('\n'))
    .digest('hex')
    .slice(0, 32);
  const path = join(directory, `${name}.json`);
  const lock = join(directory, `${name}.lock`);
  await takeLock(lock, processes);
  try {
    await removeHalves(directory, name);
    let written: Promise<void> = Promise.resolve();
    let latest: string | null = null;
    let opened: UndoRecord | null = null;
    return {
      left: await readEntry(path),
      record: () => opened,
      open: (record) => {
        opened = record;
        const text = JSON.stringify({
          schema: 1,
          origin: owner.origin,
          prefix: owner.prefix,
          record,
        } satisfies Entry);
        if (text !== latest) written = written.then(() => writeWhole(path, text, { durable: true }));
        latest = text;
        return written;
      },
      remove: async () => {
        await rm(path, { force: true });
        latest = null;
        opened = null;
      },
      elsewhere: () => originsOf(directory, `${name}.json`),
      release: () => rm(lock, { force: true }),
    };
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

/** What a run was writing when it was killed: it holds a user's lists, and nobody else would remove it. */
async function removeHalves(directory: string, name: string): Promise<void> {
  const halves = (await readdir(directory)).filter((each) => each.startsWith(`${name}.json.`));
  await Promise.all(halves.map((half) => rm(join(directory, half), { force: true })));
}

async function readEntry(path: string): Promise<UndoRecord | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return entryShape.parse(JSON.parse(text)).record;
  } catch {
    throw new UsageError(
      `The journal ${path} of an interrupted run cannot be read; look for values with "qa-probe" in ` +
        'the account, then remove the file.',
    );
  }
}

async function originsOf(directory: string, own: string): Promise<string[]> {
  const names = (await readdir(directory)).filter(
    (each) => /^[0-9a-f]{32}\.json$/.test(each) && each !== own,
  );
  const texts = await Promise.all(
    names.map((each) => readFile(join(directory, each), 'utf8').catch(() => '')),
  );
  return [...new Set(texts.flatMap((text) => readOrigin(text) ?? []))].toSorted();
}

function readOrigin(text: string): string | null {
  try {
    return entryShape.parse(JSON.parse(text)).origin;
  } catch {
    return null;
  }
}

async function takeLock(lock: string, processes: Io['processes']): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(JSON.stringify({ pid: processes.own, takenAt: Date.now() }));
      await file.close();
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = await readHolder(lock);
    if (holder !== null && isRunning(holder, processes)) {
      throw new UsageError(
        `Another run (process ${holder.pid}) is at work on this target and user: wait for it, or ` +
          `stop it. Its lock is ${lock}.`,
      );
    }
    // Of several that find a dead holder, only one succeeds in moving its lock away.
    const aside = `${lock}.${randomBytes(6).toString('hex')}`;
    await rename(lock, aside).catch(() => undefined);
    await rm(aside, { force: true });
  }
  throw new UsageError(`The lock ${lock} is taken by another run that starts at this moment: try again.`);
}

async function readHolder(lock: string): Promise<z.infer<typeof lockShape> | null> {
  try {
    return lockShape.parse(JSON.parse(await readFile(lock, 'utf8')));
  } catch {
    return null;
  }
}

/** A lock from before this machine started is dead, whoever has its process number now. */
function isRunning(holder: z.infer<typeof lockShape>, processes: Io['processes']): boolean {
  return holder.takenAt >= Date.now() - uptime() * 1000 && processes.isRunning(holder.pid);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
