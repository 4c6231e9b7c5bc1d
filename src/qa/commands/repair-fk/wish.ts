import type { ArgumentsCamelCase } from 'yargs';
import type { Expectation } from '../../../checks/foreign-keys/index.ts';
import { columnList } from '../../../checks/postgres/index.ts';
import type { RepairContext } from '../../../checks/repair/index.ts';
import { shellWord } from '../../../checks/support/shell.ts';
import { readLimits } from '../../target/read-limits.ts';
import type { Options } from './options.ts';

/** What is asked of a repair, and how long it may take and hold up others. */
export function wishOf(
  options: ArgumentsCamelCase<Options>,
): Omit<RepairContext, 'signal' | 'progress' | 'database' | 'afterwards' | 'expectations' | 'writer'> {
  return {
    limits: readLimits(options.timeout),
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
  };
}

/** What another command line needs to ask the same. */
export function flagsOf(options: ArgumentsCamelCase<Options>): (string | false)[] {
  return [
    options.leaveNotValid && '--leave-not-valid',
    options.quarantineOrphans && '--quarantine-orphans',
    options.references !== undefined && `--references ${shellWord(targetOf(options.references))}`,
    options.onDelete !== undefined && `--on-delete ${shellWord(options.onDelete)}`,
    options.stamp !== undefined && `--stamp ${shellWord(options.stamp)}`,
    options.longLock !== undefined && `--long-lock ${options.longLock}ms`,
  ];
}

function targetOf({ table, columns }: Expectation['references']): string {
  return `${table} ${columnList(columns)}`;
}
