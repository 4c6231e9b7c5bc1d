import { inWords, tableName } from '../../foreign-keys/catalog/names.ts';
import { lineComment } from '../../postgres/sql/identifier.ts';
import type { Lock, Step } from './steps.ts';

/** Milliseconds that a pasted statement, or ours, may take. */
export interface StepLimits {
  /** For each lock of an alteration; whoever comes behind the waiting statement waits as long. */
  readonly lockTimeoutMs: number;
  /** For an alteration as a whole, once it reads no rows. */
  readonly alterTimeoutMs: number;
  /** The same for one that must read all rows under its locks; null: such a step is refused. */
  readonly longLockMs: number | null;
  readonly validateTimeoutMs: number;
}

/** A validation's lock holds up no reads and writes while it is waited for. */
const validateLockTimeoutMs = 5_000;

export function lockTimeout({ kind }: Step, limits: StepLimits): number {
  return kind === 'alter' ? limits.lockTimeoutMs : validateLockTimeoutMs;
}

export function statementTimeout({ kind, readsRows }: Step, limits: StepLimits): number {
  if (kind === 'validate' || kind === 'quarantine') return limits.validateTimeoutMs;
  return readsRows ? (limits.longLockMs ?? limits.alterTimeoutMs) : limits.alterTimeoutMs;
}

/** `ACCESS EXCLUSIVE on public.a and public.b, SHARE ROW EXCLUSIVE on public.c` */
export function describeLocks(locks: readonly Lock[]): string {
  const modes = [...new Set(locks.map(({ mode }) => mode))];
  return modes
    .map((mode) => `${mode} on ${inWords(locks.filter((lock) => lock.mode === mode).map(tableName))}`)
    .join(', ');
}

/**
 * The step as a transaction, statement by statement, with its limits and the locks that it takes. Joined by
 * line breaks it can be pasted.
 */
export function transaction(step: Step, limits: StepLimits): string[] {
  const retry = step.kind === 'alter' ? ' -- on a timeout: rollback, wait a moment, paste it again' : '';
  const long = step.readsRows
    ? ['-- reads every row while it holds these locks: nobody else reads or writes the tables meanwhile']
    : [];
  const reads =
    step.kind === 'validate' ? "; reads both tables, and holds up nobody else's reads and writes" : '';
  return [
    'begin;',
    `set local lock_timeout = '${lockTimeout(step, limits)}ms';${retry}`,
    `set local statement_timeout = '${statementTimeout(step, limits)}ms';`,
    [lineComment(`takes ${describeLocks(step.locks)}${reads}`), ...long, step.statements[0]].join('\n'),
    ...step.statements.slice(1),
    'commit;',
  ];
}
