import type { Argv } from 'yargs';
import { readToken as readJwt, restoreEarlier } from '../../../checks/mute/index.ts';
import { duration } from '../../options/duration.ts';
import { UsageError, type Command } from '../../command.ts';
import { openMuteRun, requireToken } from '../../target/mute-run.ts';
import { withConsistencyOption, withHttpOptions, withTargetOptions } from '../../options/options.ts';
import { resolveTarget } from '../../target/target.ts';
import { readToken } from '../../secrets/token-source.ts';

const build = (yargs: Argv) =>
  withConsistencyOption(withHttpOptions(withTargetOptions(yargs)))
    .positional('token', { type: 'string', describe: "The same user's token, or - for standard input" })
    .option('token-file', { type: 'string', describe: 'File that holds the token' })
    .option('quiet', { type: 'boolean', default: false, describe: 'No progress on standard error' })
    .option('verbose', { type: 'boolean', default: false, describe: 'Details of an error' })
    .option('deadline', {
      type: 'string',
      default: '1m',
      coerce: duration('deadline'),
      describe: 'Time for the whole run',
    });

type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/** Undoes what an interrupted `verify-mute` left behind for a target and user. */
export const command: Command<Options> = {
  build,
  run: async (options, app) => {
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
    const { context, journal, close } = await openMuteRun(options, app, target, { token, plan });
    try {
      if (journal.left === null)
        return {
          text: 'No interrupted run is on record for this target and user: nothing to undo.\n',
          exitCode: 0,
        };
      const { status, undo, reason } = await restoreEarlier(context, journal.left);
      if (status === 'complete') {
        await journal.remove();
        const text = 'What an interrupted run may have left is undone; the lists are as they were.\n';
        return { text, exitCode: app.interruption.exitCode() ?? 0 };
      }
      const why = reason === null ? '' : ` (${reason})`;
      return {
        text: `The clean-up is incomplete${why}. These commands finish it:\n${undo.join('\n')}\n`,
        exitCode: 5,
      };
    } finally {
      await close();
    }
  },
};
