import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { lstat, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const prefix = 'facteur-qa-server-';

/**
 * The beginning of a data directory's name: it says which process owns it, and since when, so that a
 * process number used again is not mistaken for the owner, and no file has to be written before the
 * directory is ours.
 */
export function directoryPrefix(): string {
  return `${prefix}${process.pid}-${startedAt(process.pid) ?? 0}-`;
}

/**
 * Stops the servers, and removes the files, of owners that were killed. Servers of living owners are left
 * alone.
 */
export async function removeLeftovers(base: string): Promise<void> {
  const left = readdirSync(base).filter((name) => {
    const owner = new RegExp(`^${prefix}(\\d+)-(\\d+)-`).exec(name);
    return owner !== null && String(startedAt(Number(owner[1])) ?? '') !== owner[2];
  });
  await Promise.all(left.map((name) => removeLeftover(path.join(base, name))));
}

async function removeLeftover(directory: string): Promise<void> {
  const found = await lstat(directory).catch(() => null);
  // Another user's leftovers are another user's to clean.
  if (!found?.isDirectory() || found.uid !== process.getuid?.()) return;
  const data = path.join(directory, 'data');
  const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (pid > 1 && lines[1] === data && commandOf(pid).includes(data)) await end(pid);
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Nothing in it is worth an orderly shutdown. */
async function end(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ] as const) {
    const until = Date.now() + patience;
    try {
      process.kill(pid, signal);
      while (Date.now() < until) {
        await pause(10);
        if (startedAt(pid) === null) return;
      }
    } catch {
      return;
    }
  }
}

/** A number that two processes with the same pid do not share, or null when there is no such process. */
export function startedAt(pid: number): number | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended; only its parent has not asked yet.
      return fields[0] === 'Z' ? null : Number(fields[19]);
    } catch {
      return null;
    }
  }
  const text = processList(pid, 'lstart');
  return text === '' ? null : Date.parse(text);
}

function commandOf(pid: number): string {
  if (process.platform !== 'linux') return processList(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function processList(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return '';
  }
}
