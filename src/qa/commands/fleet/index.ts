import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { describeError } from '../../../checks/support/describe-error.ts';
import type { Report } from '../../../checks/report.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { fleetReport, partFor, type TargetPart } from '../../output/fleet-report.ts';
import { headline } from '../../output/summary.ts';
import { json } from '../../reporters/json.ts';
import { writeWhole } from '../../state/write-whole.ts';
import type { Options } from './options.ts';
import { wordsOf } from './run-line.ts';
import { runTarget, sharedEnvironment, unseen, type Fleet } from './run-target.ts';
import { partOf } from './shard.ts';
import { readTargets, type FleetTarget } from './targets-file.ts';

/** Runs one command line on many targets, and makes one report of what they gave. */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const file = await readTargets(options.targets, app);
    // A mistake in a line is said before anything is contacted.
    const lineOf = ({ run }: Pick<FleetTarget, 'run'>): string[] =>
      wordsOf(options.run ?? run ?? file.run ?? 'verify-railway');
    const lines = new Map(file.targets.map((target) => [target.name, lineOf(target)]));
    const shard = options.shard ?? null;
    const mine = shard === null ? file.targets : partOf(file.targets, shard);
    if (mine.length === 0)
      throw new UsageError(
        `--shard ${shard?.index}/${shard?.of} holds none of the ${file.targets.length} targets: make ` +
          'fewer parts.',
      );
    if (options.dryRun) {
      const planned = mine.map(
        ({ name, baseUrl }) => `${name}: qa ${lines.get(name)?.join(' ')} at ${baseUrl ?? 'its database'}\n`,
      );
      return { text: planned.join(''), exitCode: 0 };
    }
    const directory = await reportsDirectory(options.reports, app);
    const fleet: Fleet = {
      app,
      directory: file.directory,
      failOn: options.failOn,
      environment: sharedEnvironment(app.io.environment, file.targets),
    };
    const parts: TargetPart[] = [];
    await sideBySide(mine, options.concurrency ?? file.concurrency ?? 10, async (target) => {
      const report = await reportOn(target, lines.get(target.name) ?? [], fleet);
      if (directory !== null) await writeWhole(join(directory, `${target.name}.json`), json(report));
      // What was observed is not kept: five hundred times a few exchanges would fill the memory.
      parts.push(partFor(report));
      const { exitCode, durationMs } = report;
      app.progress(
        `${parts.length}/${mine.length} ${target.name}: exit ${exitCode}, ${headline(report)} ` +
          `(${durationMs} ms)`,
      );
    });
    const place = new Map(mine.map(({ name }, index) => [name, index]));
    return {
      report: fleetReport(
        parts.toSorted(
          (one, other) => (place.get(one.target ?? '') ?? 0) - (place.get(other.target ?? '') ?? 0),
        ),
        {
          version: app.version,
          command: 'fleet',
          name: basename(options.targets),
          startedAt,
          durationMs: Date.now() - startedAt.getTime(),
          failOn: options.failOn,
          shard,
          others: file.targets.length - mine.length,
        },
      ),
    };
  },
};

/** Once interrupted, what has not begun is not begun. */
async function reportOn(target: FleetTarget, words: readonly string[], fleet: Fleet): Promise<Report> {
  const { app } = fleet;
  const exitCode = app.interruption.exitCode();
  if (exitCode === null) return runTarget(target, words, fleet);
  const reason = 'it was not looked at: the run was interrupted';
  return unseen(target, { command: words[0] ?? '', reason, exitCode, startedAt: new Date(), app });
}

async function reportsDirectory(given: string | undefined, { io }: App): Promise<string | null> {
  if (given === undefined) return null;
  const path = resolve(io.cwd, given);
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`The directory ${path} cannot be made: ${describeError(error)}.`);
  }
  return path;
}

/** So many at a time, and the next as soon as one has ended. */
async function sideBySide<Item>(
  items: readonly Item[],
  atATime: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const work = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, work));
}
