import type { ArgumentsCamelCase } from 'yargs';
import { examine } from '../../../checks/examine.ts';
import { keys, type ForeignKeyContext } from '../../../checks/foreign-keys/index.ts';
import { namingBlockers } from '../../../checks/locks/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import { untilAborted } from '../../../checks/support/until-aborted.ts';
import { UsageError, type Command } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { stateDirectory } from '../../state/state-directory.ts';
import { alsoFlagged, readExpected } from '../../target/database-access.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import { resolveTarget } from '../../target/target.ts';
import type { Options } from './options.ts';
import type { OrphanPlaces } from './orphan-places.ts';
import { orphanTimes } from './orphan-times.ts';
import { readSelection } from './selection.ts';

/**
 * Inspects the foreign keys of a live database: reads only, in transactions that are proven read-only. What
 * judges the keys, and what tells of them, is loaded while the server looks for them.
 */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const target = alsoFlagged(await resolveTarget(options, app), options.expect);
    const { selection, orphans } = readSelection(options);
    if (options.resume && orphans === null)
      throw new UsageError('--resume goes on with counting rows without a parent: give --orphans too.');
    const expectations = await readExpected(options.expect, app, target);
    // That a code or a baseline does not exist is told before anything is contacted.
    if (options.only !== undefined || options.skip !== undefined) await judges(options);
    const baseline = await baselineOf(options, app.io.cwd);
    const address = await readAddress(target, app);

    const { signal, ends } = runDeadline(options.deadline, app);
    const connection = openDatabase({
      address,
      applicationName: 'facteur-qa inspect-fk',
      connectTimeoutMs: options.timeout,
      signal,
    });
    const database = namingBlockers(connection, signal);
    const places: OrphanPlaces =
      orphans === null
        ? new Map()
        : await (await import('./orphan-places.ts')).readPlaces(stateDirectory(app.io), database.label);
    if (options.resume && places.size === 0)
      app.say(`No count of ${database.label} stopped part way: counting begins at the start.`);
    const context: ForeignKeyContext = {
      signal,
      progress: app.progress,
      database,
      limits: readLimits(options.timeout),
      selection,
      expectations,
      orphans:
        orphans === null
          ? null
          : { ...orphans, ...orphanTimes(options), samples: options.hideSamples ? 0 : 5 },
      ...(options.resume && { resumed: places }),
    };
    try {
      const examination = await examine({
        checks: async () => {
          await untilAborted(connection.connected, signal).catch(() => undefined);
          const [checks] = await Promise.all([judges(options), import('./tell.ts')]);
          return checks;
        },
        always: [keys],
        context,
      });
      const { tell } = await import('./tell.ts');
      return await tell(examination, {
        startedAt,
        target,
        context,
        connection,
        baseline,
        places,
        options,
        app,
      });
    } finally {
      ends();
      await database.close();
    }
  },
};

/** The checks that are asked; a snapshot is of the keys alone. */
async function judges(options: ArgumentsCamelCase<Options>) {
  const { foreignKeyChecks } = await import('../../../checks/foreign-keys/index.ts');
  return options.snapshot
    ? foreignKeyChecks.filter(({ code }) => code === 'missing-foreign-key')
    : selectChecks(foreignKeyChecks, options);
}

/** Loaded here, since few runs ask for it. */
async function baselineOf({ baseline }: Pick<Options, 'baseline'>, cwd: string) {
  return baseline === undefined
    ? null
    : (await import('../../state/baseline.ts')).readBaseline(baseline, cwd);
}
