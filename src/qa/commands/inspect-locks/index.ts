import type { ArgumentsCamelCase } from 'yargs';
import { examine, observed } from '../../../checks/examine.ts';
import { locks, standingLockChecks, type LocksContext, lockScope } from '../../../checks/locks/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import type { Report } from '../../../checks/report.ts';
import type { App, Command } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { reportOf } from '../../output/report-of.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import { resolveTarget } from '../../target/target.ts';
import type { Options } from './options.ts';

/** Milliseconds between two looks at what one look cannot tell from a busy moment. */
const pauseMs = 250;

/** Shows who waits for whom in a live database: reads only, and ends nobody. */
export const command: Command<Options> = {
  run: async (options, app) => {
    // A mistake in a code, or in a statement, is said before anything is contacted.
    const asked = await readAsked(options, app);
    const standing = asked === null ? selectChecks(standingLockChecks, options) : [];
    const target = await resolveTarget(options, app);
    const address = await readAddress(target, app);
    const { signal, ends } = runDeadline(options.deadline, app);
    const database = openDatabase({
      address,
      applicationName: 'facteur-qa inspect-locks',
      connectTimeoutMs: options.timeout,
      signal,
    });
    const context: LocksContext = {
      signal,
      progress: app.progress,
      database,
      limits: readLimits(options.timeout),
      pauseMs,
    };
    const look = async (): Promise<Report> => {
      const startedAt = new Date();
      const { examination, seen = null } =
        asked === null
          ? { examination: await examine({ checks: standing, always: [locks], context }) }
          : await asked.examine(context);
      const standingSeen = observed(examination, locks);
      const looked = standingSeen ?? seen;
      const scope = looked === null ? null : lockScope(looked, standingSeen);
      const { failOn } = options;
      return reportOf({ command: 'inspect-locks', app, target, startedAt, examination, scope, failOn });
    };
    try {
      if (!options.watch) return { report: await look() };
      const { watchLocks } = await import('./watch-locks.ts');
      const { watchingOf } = await import('../../output/watch.ts');
      return { report: await watchLocks(watchingOf(options, app, { look, signal })) };
    } finally {
      ends();
      await database.close();
    }
  },
};

/** What reads statements, and looks for who is in their way, is loaded where there is one to read. */
async function readAsked(options: ArgumentsCamelCase<Options>, { io }: App) {
  const { wouldBlock, forDdl, table, constraint, references } = options;
  const given = [wouldBlock, forDdl, table, constraint, references];
  if (given.every((each) => each === undefined)) return null;
  const { askedOf } = await import('./wanted.ts');
  return askedOf(options, io);
}
