import type { ArgumentsCamelCase, Argv } from 'yargs';
import { examine, observed } from '../../../checks/examine.ts';
import { repairCommand } from '../../../checks/foreign-keys/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import {
  emit,
  emitAlembic,
  repair,
  repairChecks,
  type Repair,
  type RepairContext,
} from '../../../checks/repair/index.ts';
import type { Cleanup } from '../../../checks/report.ts';
import { duration, optionalDuration } from '../../options/duration.ts';
import { single } from '../../options/single.ts';
import { UsageError, type Command } from '../../command.ts';
import { alsoFlagged, readExpected } from '../../target/database-access.ts';
import { readAddress } from '../../target/read-address.ts';
import { runDeadline } from '../../target/deadline.ts';
import { suggestion } from '../../options/nearest.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';
import { reportOf } from '../../output/report-of.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { resolveTarget, type Target } from '../../target/target.ts';
import { version } from '../../version.ts';

const flag = { type: 'boolean', default: false } as const;

const emitters = { sql: emit, alembic: emitAlembic } as const;

/** `--emit` alone is SQL. Throws {@link UsageError}. */
function readEmit(given: string): keyof typeof emitters {
  if (given === '' || given === 'sql') return 'sql';
  if (given === 'alembic') return 'alembic';
  throw new UsageError(`--emit ${given} is not known: it is --emit, --emit=sql or --emit=alembic.`);
}

const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)), { deadline: '1h' })
    .positional('constraint', {
      type: 'string',
      demandOption: true,
      describe: 'The key: name, table.name or schema.table.name',
    })
    .option('apply', { ...flag, describe: 'Repair it; without, it is looked at and planned' })
    .option('emit', {
      type: 'string',
      coerce: single('emit', readEmit),
      describe: 'Print the plan as a script of SQL; --emit=alembic as a revision',
    })
    .option('expect', {
      type: 'string',
      requiresArg: true,
      coerce: single('expect', (given) => given),
      describe: 'JSON file of expected keys, or of an earlier qa inspect-fk --snapshot',
    })
    .option('leave-not-valid', {
      ...flag,
      describe: 'Go on where rows have no parent, and stop at NOT VALID',
    })
    .option('lock-timeout', {
      type: 'string',
      default: '50ms',
      coerce: duration('lock-timeout'),
      describe: 'How long others may be held up by one try: 10ms to 1s',
    })
    .option('tries', { type: 'number', default: 30, describe: 'How often a step is tried' })
    .option('patience', {
      type: 'string',
      default: '5m',
      coerce: duration('patience'),
      describe: 'Time for all tries of a step',
    })
    .option('long-lock', {
      type: 'string',
      coerce: optionalDuration('long-lock'),
      describe: 'Before PostgreSQL 18, for a partitioned table: time that others may be locked out',
    })
    .option('validate-timeout', {
      type: 'string',
      default: '30m',
      coerce: duration('validate-timeout'),
      describe: 'Time for VALIDATE, which holds up nobody',
    })
    .option('max-duration', {
      type: 'string',
      default: '5m',
      coerce: duration('max-duration'),
      describe: 'Time to count rows without a parent',
    })
    .option('hide-samples', { ...flag, describe: 'No values of rows in the report' })
    .option('timeout', {
      type: 'string',
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a catalog query',
    });

type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/**
 * Plans, prints or applies the repair of a foreign key, without an outage; going on where an earlier run
 * stopped.
 */
export const command: Command<Options> = {
  build,
  run: async (options, app) => {
    const startedAt = new Date();
    refuseContradictions(options);
    const target = alsoFlagged(
      await resolveTarget(options, app),
      options.expect,
      options.leaveNotValid && '--leave-not-valid',
      options.longLock !== undefined && `--long-lock ${options.longLock}ms`,
    );
    const checks = selectChecks(repairChecks, options);
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
    const context: RepairContext = {
      signal,
      progress: app.progress,
      database,
      afterwards,
      limits: { statementTimeoutMs: options.timeout, lockTimeoutMs: Math.min(options.timeout, 500) },
      expectations,
      constraint: options.constraint,
      apply: options.apply,
      leaveNotValid: options.leaveNotValid,
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
      const examination = await examine({ checks, always: [repair], context });
      const seen = observed(examination, repair);
      if (seen !== null) requireOneKey(seen, options.constraint);
      if (options.emit !== undefined && seen !== null && seen.refusals.length === 0)
        return { text: emitters[options.emit](seen, { version, database: database.label }), exitCode: 0 };
      // A report's table would break the lines of what is to be pasted.
      if (seen?.orphans?.query != null && seen.orphans.orphans > 0)
        app.say(`To see the rows without a parent: ${seen.orphans.query.replace(/\n */g, ' ')}`);
      if (seen?.after === 'right') app.say(seen.state);
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

/** Throws {@link UsageError}. */
function refuseContradictions({
  constraint,
  apply,
  emit: emits,
  lockTimeout,
  tries,
}: ArgumentsCamelCase<Options>): void {
  const name = constraint.split('.').at(-1) ?? '';
  const bytes = new TextEncoder().encode(name.replace(/^"|"$/g, '')).length;
  if (bytes > 63)
    throw new UsageError(
      `The name ${name} has ${bytes} bytes: PostgreSQL has no longer ones than 63 and would cut it; ` +
        'give the name as the database has it.',
    );
  if (apply && emits !== undefined)
    throw new UsageError('--apply repairs, and --emit only prints: give one of them.');
  if (lockTimeout < 10 || lockTimeout > 1_000)
    throw new UsageError('--lock-timeout is how long everybody may be held up: give 10ms to 1s.');
  if (!Number.isInteger(tries) || tries < 1) throw new UsageError('--tries is a number from 1.');
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
function cleanupOf(seen: Repair | null, { flags }: Target): Cleanup {
  if (seen === null || !seen.applied || seen.subject === null) return { status: 'not-needed', undo: [] };
  const changed = seen.attempts.some(({ outcome }) => outcome === 'done');
  const settled = seen.after === 'right' || (seen.leaveNotValid && seen.after === 'not-valid');
  if (seen.after === 'unknown' || (changed && !settled))
    return { status: 'incomplete', undo: [[repairCommand(seen.subject), '--apply', ...flags].join(' ')] };
  return { status: changed ? 'complete' : 'not-needed', undo: [] };
}
