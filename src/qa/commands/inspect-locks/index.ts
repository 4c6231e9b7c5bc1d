import { examine, observed } from '../../../checks/examine.ts';
import {
  locks,
  obstructedDdl,
  standingLockChecks,
  wouldBlock,
  type LocksContext,
  lockScope,
} from '../../../checks/locks/index.ts';
import { relationNames } from '../../../checks/access/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import type { Report } from '../../../checks/report.ts';
import type { Command } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { reportOf } from '../../output/report-of.ts';
import { readAddress } from '../../target/read-address.ts';
import { runDeadline } from '../../target/deadline.ts';
import { resolveTarget } from '../../target/target.ts';
import type { Options } from './options.ts';
import { readWanted, requireNamed } from './wanted.ts';

/** Milliseconds between two looks at what one look cannot tell from a busy moment. */
const pauseMs = 250;

/** Shows who waits for whom in a live database: reads only, and ends nobody. */
export const command: Command<Options> = {
  run: async (options, app) => {
    const statement = await readWanted(options, app.io);
    const target = await resolveTarget(options, app);
    // A mistake in a code is said before anything is contacted.
    const standing = statement === null ? selectChecks(standingLockChecks, options) : [];
    const asked = statement === null ? [] : selectChecks([obstructedDdl], options);
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
      limits: { statementTimeoutMs: options.timeout, lockTimeoutMs: Math.min(options.timeout, 500) },
      pauseMs,
    };
    const look = async (): Promise<Report> => {
      const startedAt = new Date();
      const examination =
        statement === null
          ? await examine({ checks: standing, always: [locks], context })
          : await examine({ checks: asked, always: [wouldBlock], context: { ...context, ...statement } });
      const seen = observed(examination, wouldBlock);
      if (seen !== null) await requireNamed(seen, options, () => relationNames(database, context.limits));
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
