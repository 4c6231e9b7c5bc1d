import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reportShape, type Report } from '../../checks/report.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError, type App } from '../command.ts';
import { mostRuns } from './most-runs.ts';
import { stateDirectory } from './state-directory.ts';
import { writeWhole } from './write-whole.ts';

/** Keeps a report among the recorded runs. What it is given must be redacted. Throws {@link UsageError}. */
export async function recordRun(report: Report, { io }: Pick<App, 'io'>): Promise<void> {
  const directory = runsDirectory(io);
  // In the order of time, and two runs of one moment beside each other.
  const name = `${report.startedAt.replace(/[^0-9A-Za-z]/g, '-')}-${randomBytes(3).toString('hex')}.json`;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeWhole(join(directory, name), JSON.stringify(report));
    const names = await namesIn(directory);
    for (const old of names.slice(0, Math.max(0, names.length - mostRuns)))
      await rm(join(directory, old), { force: true });
  } catch (error) {
    throw new UsageError(`The run cannot be recorded in ${directory}: ${describeError(error)}.`);
  }
}

/** The recorded runs, the newest first; a file that is not a report is passed over. */
export async function readRuns({ io }: Pick<App, 'io'>): Promise<Report[]> {
  const directory = runsDirectory(io);
  const runs: Report[] = [];
  for (const name of (await namesIn(directory)).toReversed()) {
    const read = reportShape.safeParse(await readJson(join(directory, name)));
    if (read.success) runs.push(read.data);
  }
  return runs;
}

function runsDirectory(io: App['io']): string {
  return join(stateDirectory(io), 'runs');
}

async function namesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).toSorted();
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
