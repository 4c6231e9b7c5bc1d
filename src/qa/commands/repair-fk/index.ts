import { examine, observed } from '../../../checks/examine.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import { emit, emitAlembic, repair, repairChecks, type RepairContext } from '../../../checks/repair/index.ts';
import type { App, Command } from '../../command.ts';
import { alsoFlagged, readExpected } from '../../target/database-access.ts';
import { readAddress } from '../../target/read-address.ts';
import { runDeadline } from '../../target/deadline.ts';
import { reportOf } from '../../output/report-of.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { resolveTarget } from '../../target/target.ts';
import { version } from '../../version.ts';
import { outcomeLines, planLines } from './repair-lines.ts';
import { cleanupOf } from './cleanup.ts';
import { askFor, requireNamedTarget, requireSomebodyToAsk } from './consent.ts';
import { requireOneKey } from './one-key.ts';
import { refuseContradictions, type Options } from './options.ts';
import { readRevises } from './revises.ts';
import { flagsOf, wishOf } from './wish.ts';

/**
 * Plans, prints or applies the repair of a foreign key, without an outage; going on where an earlier run
 * stopped.
 */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    refuseContradictions(options);
    const { apply, emit: format } = options;
    const target = alsoFlagged(await resolveTarget(options, app), options.expect, ...flagsOf(options));
    const checks = selectChecks(repairChecks, options);
    if (apply) requireNamedTarget(options, target, app.io);
    const expectations = await readExpected(options.expect, app, target);
    const address = await readAddress(target, app);
    const { signal, ends } = runDeadline(options.deadline, app);
    const connection = {
      address,
      applicationName: 'facteur-qa repair-fk',
      connectTimeoutMs: options.timeout,
    };
    const database = openDatabase({ ...connection, signal });
    const afterwards = openDatabase({ ...connection, signal: app.interruption.giveUp });
    if (apply) requireSomebodyToAsk(options.yes, app.io, database.label);
    const context: RepairContext = {
      signal,
      progress: app.progress,
      database,
      afterwards,
      expectations,
      ...wishOf(options),
      writer: connection,
    };
    try {
      if (apply && !options.yes) await askBeforeApplying(context, app);
      const examination = await examine({ checks, always: [repair], context });
      const seen = observed(examination, repair);
      if (seen !== null) requireOneKey(seen, options.constraint);
      if (format !== undefined && seen !== null && seen.refusals.length === 0) {
        const made = { version, database: database.label };
        if (format === 'sql') return { text: emit(seen, made), exitCode: 0, form: 'data' };
        const revises = await readRevises(options.revises, context);
        return { text: emitAlembic(seen, { ...made, revises, now: startedAt }), exitCode: 0, form: 'data' };
      }
      // A report's table would break the lines of what is to be pasted.
      if (seen?.orphans?.query != null && seen.orphans.orphans > 0)
        app.say(`To see the rows without a parent: ${seen.orphans.query.replace(/\n */g, ' ')}`);
      for (const line of seen === null ? [] : outcomeLines(seen)) app.say(line);
      if (seen?.attempts.length === 0 && seen.after === 'right') app.say(seen.state);
      return {
        report: await reportOf({
          command: 'repair-fk',
          app,
          target,
          startedAt,
          examination,
          cleanup: cleanupOf(seen, target),
          failOn: options.failOn,
        }),
      };
    } finally {
      ends();
      await Promise.all([database.close(), afterwards.close()]);
    }
  },
};

/** Shows the plan and asks; where there is nothing to do, nobody is asked. Throws {@link UsageError}. */
async function askBeforeApplying(context: RepairContext, app: App): Promise<void> {
  const planned = await examine({ checks: [], always: [repair], context: { ...context, apply: false } });
  const seen = observed(planned, repair);
  if (seen === null) return;
  requireOneKey(seen, context.constraint);
  if (seen.steps.length === 0 || seen.refusals.length > 0) return;
  for (const line of planLines(seen)) app.say(line);
  await askFor(context.database.label, app, context.signal);
}
