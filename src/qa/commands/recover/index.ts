import { recovered, readToken as readJwt, restoreEarlier } from '../../../checks/mute/index.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { openMuteRun, requireToken, type MuteRun } from '../../target/mute-run.ts';
import { reportOf } from '../../output/report-of.ts';
import { resolveTarget } from '../../target/target.ts';
import { readToken } from '../../secrets/token-source.ts';
import type { Options } from './options.ts';

/** Undoes what an interrupted `verify-mute` left behind for a target and user. */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const target = await resolveTarget(options, app);
    const token = requireToken(await readToken(options, app, target));
    const plan = { readOnly: false, allowResidue: false, repeat: 0, origin: null, overrides: {} };
    // Whom it names cannot be read, so whose record to look for is not known.
    const { status: tokenStatus } = readJwt(token, Date.now());
    if (tokenStatus === 'malformed' || tokenStatus === 'not-a-user')
      throw new UsageError(
        `The token is ${tokenStatus === 'malformed' ? 'not a JWT' : "no user's"}: give the access token of ` +
          'the user whose run was interrupted.',
        4,
      );
    const run = await openMuteRun(options, app, target, { token, plan });
    try {
      const restoration = await undo(run, app);
      const status = restoration?.status ?? 'not-needed';
      return {
        report: await reportOf({
          command: 'recover',
          app,
          target,
          startedAt,
          examination: recovered(restoration),
          cleanup: { status, undo: restoration?.undo ?? [] },
          failOn: 'error',
        }),
      };
    } finally {
      await run.close();
    }
  },
};

/** Null where there is nothing on record. */
async function undo({ context, journal }: MuteRun, app: App) {
  if (journal.left === null) {
    app.say('No interrupted run is on record for this target and user: nothing to undo.');
    const origins = await journal.elsewhere();
    if (origins.length > 0)
      app.say(
        `Interrupted runs are on record that this token and base URL are not for (${origins.join(', ')}): ` +
          'recover them with the base URL and the user of each.',
      );
    return null;
  }
  const restoration = await restoreEarlier(context, journal.left);
  if (restoration.status === 'incomplete') return restoration;
  await journal.remove();
  app.say('An interrupted run was on record; what it may have left is undone.');
  return restoration;
}
