import type { ArgumentsCamelCase, Argv } from 'yargs';
import { readAction, type Expectation } from '../../../checks/foreign-keys/index.ts';
import { parseName } from '../../../checks/postgres/index.ts';
import { UsageError } from '../../command.ts';
import { duration, optionalDuration } from '../../options/duration.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';
import { suggestion } from '../../options/nearest.ts';
import { single, singleNumber } from '../../options/single.ts';

const asGiven = (given: string): string => given;

const flag = { type: 'boolean', default: false } as const;

/** `--emit` alone is SQL. Throws {@link UsageError}. */
function readEmit(given: string): 'sql' | 'alembic' {
  if (given === '' || given === 'sql') return 'sql';
  if (given === 'alembic') return 'alembic';
  const meant = suggestion(given, ['sql', 'alembic']);
  throw new UsageError(`--emit ${given} is not known: it is --emit, --emit=sql or --emit=alembic.${meant}`);
}

/** Throws {@link UsageError}. */
function readReferences(given: string): Expectation['references'] {
  const [, table = '', list = ''] = /^\s*(.+?)\s*\(([^()]+)\)\s*$/.exec(given) ?? [];
  const columns = list.split(',').map((column) => parseName(column.trim())?.name.name ?? '');
  if (table !== '' && !columns.includes('')) return { table, columns };
  throw new UsageError(`--references ${given} is not a target: write "table (column)".`);
}

/** Throws {@link UsageError}. */
function readOnDelete(given: string): NonNullable<Expectation['onDelete']> {
  const action = readAction(given);
  if (action !== undefined) return action;
  throw new UsageError(
    `--on-delete ${given} is not an action: give no action, restrict, cascade, set null or set default.`,
  );
}

/** What `qa repair-fk` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)), { deadline: '1h' })
    .positional('constraint', {
      type: 'string',
      demandOption: true,
      describe: 'The key: name, table.name or schema.table.name',
    })
    .option('apply', { ...flag, describe: 'Repair it; without, it is looked at and planned' })
    .option('yes', { ...flag, describe: 'With --apply: do not ask for the name of the database first' })
    .option('emit', {
      type: 'string',
      coerce: single('emit', readEmit),
      describe: 'Print the plan as a script of SQL; --emit=alembic as a revision',
    })
    .option('revises', {
      type: 'string',
      requiresArg: true,
      coerce: single('revises', asGiven),
      describe:
        'With --emit=alembic: the revision that it follows, or base, or several with commas to merge ' +
        'them; else what alembic_version says',
    })
    .option('expect', {
      type: 'string',
      requiresArg: true,
      coerce: single('expect', asGiven),
      describe: 'JSON file of expected keys, or of an earlier qa inspect-fk --snapshot',
    })
    .option('references', {
      type: 'string',
      requiresArg: true,
      coerce: single('references', readReferences),
      describe: 'Where it shall lead, whatever is expected: "table (column, …)"',
    })
    .option('on-delete', {
      type: 'string',
      requiresArg: true,
      coerce: single('on-delete', readOnDelete),
      describe: 'What it shall do when its parent is deleted: cascade, set null …',
    })
    .option('quarantine-orphans', {
      ...flag,
      describe: 'Move rows without a parent into a backup table first',
    })
    .option('stamp', {
      type: 'string',
      requiresArg: true,
      coerce: single('stamp', asGiven),
      describe: 'In the end, write this revision into alembic_version',
    })
    .option('leave-not-valid', {
      ...flag,
      describe: 'Go on where rows have no parent, and stop at NOT VALID',
    })
    .option('lock-timeout', {
      type: 'string',
      requiresArg: true,
      default: '20ms',
      coerce: duration('lock-timeout'),
      describe: 'How long others may be held up by one try: 10ms to 1s',
    })
    .option('tries', {
      type: 'number',
      coerce: singleNumber('tries'),
      requiresArg: true,
      default: 30,
      describe: 'How often a step is tried',
    })
    .option('patience', {
      type: 'string',
      requiresArg: true,
      default: '5m',
      coerce: duration('patience'),
      describe: 'Time for all tries of a step',
    })
    .option('long-lock', {
      type: 'string',
      requiresArg: true,
      coerce: optionalDuration('long-lock'),
      describe: 'Before PostgreSQL 18, for a partitioned table: time that others may be locked out',
    })
    .option('validate-timeout', {
      type: 'string',
      requiresArg: true,
      default: '30m',
      coerce: duration('validate-timeout'),
      describe: 'Time for VALIDATE, which holds up nobody',
    })
    .option('max-duration', {
      type: 'string',
      requiresArg: true,
      default: '5m',
      coerce: duration('max-duration'),
      describe: 'Time to count rows without a parent',
    })
    .option('hide-samples', { ...flag, describe: 'No values of rows in the report' })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a catalog query',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/** Throws {@link UsageError}. */
export function refuseContradictions({
  constraint,
  apply,
  emit: emits,
  yes,
  revises,
  leaveNotValid,
  quarantineOrphans,
  stamp,
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
  if (yes && !apply) throw new UsageError('--yes answers what --apply asks: give both, or neither.');
  if (leaveNotValid && quarantineOrphans)
    throw new UsageError(
      '--leave-not-valid leaves the rows that --quarantine-orphans moves: give one of them.',
    );
  if (stamp !== undefined && emits === 'alembic')
    throw new UsageError('Alembic stamps the revision that it runs itself: give --stamp or --emit=alembic.');
  if (revises !== undefined && emits !== 'alembic')
    throw new UsageError('--revises is for a revision: give --emit=alembic too.');
  if (lockTimeout < 10 || lockTimeout > 1_000)
    throw new UsageError('--lock-timeout is how long everybody may be held up: give 10ms to 1s.');
  if (!Number.isInteger(tries) || tries < 1) throw new UsageError('--tries takes a whole number from 1 on.');
}
