import { examine, observed } from '../../../checks/examine.ts';
import { repairCommand, type Expectation } from '../../../checks/foreign-keys/index.ts';
import { columnList, openDatabase } from '../../../checks/postgres/index.ts';
import {
  emit,
  emitAlembic,
  repair,
  repairChecks,
  type Repair,
  type RepairContext,
} from '../../../checks/repair/index.ts';
import type { Cleanup } from '../../../checks/report.ts';
import { shellWord } from '../../../checks/support/shell.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { alsoFlagged, readExpected } from '../../target/database-access.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import { suggestion } from '../../options/nearest.ts';
import { followUp, reportOf } from '../../output/report-of.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { resolveTarget, type Target } from '../../target/target.ts';
import { version } from '../../version.ts';
import { accountLines, planLines } from './account.ts';
import { askFor, requireNamedTarget, requireSomebodyToAsk } from './consent.ts';
import { refuseContradictions, type Options } from './options.ts';
import { readRevises } from './revises.ts';

/**
 * Plans, prints or applies the repair of a foreign key, without an outage; going on where an earlier run
 * stopped.
 */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    refuseContradictions(options);
    const { apply, emit: format } = options;
    const target = alsoFlagged(
      await resolveTarget(options, app),
      options.expect,
      options.leaveNotValid && '--leave-not-valid',
      options.quarantineOrphans && '--quarantine-orphans',
      options.references !== undefined && `--references ${shellWord(targetOf(options.references))}`,
      options.onDelete !== undefined && `--on-delete ${shellWord(options.onDelete)}`,
      options.stamp !== undefined && `--stamp ${shellWord(options.stamp)}`,
      options.longLock !== undefined && `--long-lock ${options.longLock}ms`,
    );
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
      limits: readLimits(options.timeout),
      expectations,
      constraint: options.constraint,
      apply: options.apply,
      leaveNotValid: options.leaveNotValid,
      quarantine: options.quarantineOrphans,
      change:
        options.references === undefined && options.onDelete === undefined
          ? null
          : { references: options.references ?? null, onDelete: options.onDelete ?? null },
      stamp: options.stamp ?? null,
      orphans: {
        mode: 'exact',
        maxDurationMs: options.maxDuration,
        oneStatementMs: Math.min(60_000, options.maxDuration / 2),
        chunkRows: 1_000_000,
        samples: options.hideSamples ? 0 : 5,
      },
      steps: {
        lockTimeoutMs: options.lockTimeout,
        alterTimeoutMs: 5_000,
        longLockMs: options.longLock ?? null,
        validateTimeoutMs: options.validateTimeout,
      },
      tries: { most: options.tries, patienceMs: options.patience, firstPauseMs: 200, longestPauseMs: 10_000 },
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
      for (const line of seen === null ? [] : accountLines(seen)) app.say(line);
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

function targetOf({ table, columns }: Expectation['references']): string {
  return `${table} ${columnList(columns)}`;
}

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

/** Throws {@link UsageError} where the name is none, or could mean several: nothing was planned then. */
function requireOneKey({ subject, candidates, known }: Repair, constraint: string): void {
  if (subject !== null) return;
  if (candidates.length > 0)
    throw new UsageError(
      `"${constraint}" could be ${candidates.join(' or ')}: write the table, and the schema, before it.`,
    );
  throw new UsageError(
    `There is no foreign key "${constraint}" in this database, and none is expected by that name; qa ` +
      `inspect-fk --all shows what there is.${suggestion(constraint, known)}`,
  );
}

/**
 * Ours is what a repair began and could not end: never a key that was not touched, nor one that was to stay
 * NOT VALID.
 */
function cleanupOf(seen: Repair | null, target: Target): Cleanup {
  if (seen === null || !seen.applied || seen.subject === null) return { status: 'not-needed', undo: [] };
  const changed = seen.attempts.some(({ outcome }) => outcome === 'done');
  const settled = seen.after === 'right' || (seen.leaveNotValid && seen.after === 'not-valid');
  if (seen.after === 'unknown' || (changed && !settled))
    return { status: 'incomplete', undo: [followUp(`${repairCommand(seen.subject)} --apply`, target)] };
  return { status: changed ? 'complete' : 'not-needed', undo: [] };
}
