import { describeError } from '../../support/describe-error.ts';

/** SQLSTATEs by what they mean to an inspection. Source: PostgreSQL manual, appendix A. */
const sets = {
  /** `query_canceled`: statement_timeout, or a cancel request. */
  cancelled: ['57014'],
  /** `lock_not_available`, which lock_timeout raises. */
  lockTimeout: ['55P03'],
  /** `insufficient_privilege`; also a row-security policy in the way while row_security is off. */
  refusedRight: ['42501'],
  /**
   * `serialization_failure`, `deadlock_detected`: a hot standby cancels a reader so when recovery needs its
   * rows gone.
   */
  recoveryConflict: ['40001', '40P01'],
  /** `deadlock_detected`, of a writer. */
  deadlock: ['40P01'],
  /** `unique_violation`, `duplicate_table`: what CREATE … IF NOT EXISTS says where two do it at once. */
  madeAtOnce: ['23505', '42P07'],
  /** `foreign_key_violation`: what VALIDATE says where a row has no parent. */
  orphaned: ['23503'],
  /** `invalid_text_representation`: how a repair's look at its premises fails. */
  premise: ['22P02'],
  /** `undefined_table`, `undefined_column`: something was dropped while we looked. */
  vanished: ['42P01', '42703'],
  /** `invalid_authorization_specification`, `invalid_password`. */
  credentials: ['28000', '28P01'],
} as const;

export type SqlStateSet = keyof typeof sets;

/** The five characters that the server sent with an error, or null: a socket's `ECONNRESET` is none. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Whether an error is one of the server's, of that set. */
export function isSqlState(error: unknown, set: SqlStateSet): boolean {
  const state = sqlState(error);
  return state !== null && (sets[set] as readonly string[]).includes(state);
}

/** Why a look at the database failed, in words that say what to do about it. */
export function explainDatabaseError(error: unknown): string {
  const text = describeError(error);
  if (isSqlState(error, 'lockTimeout'))
    return `another session holds a lock that a reader has to wait for (${text})`;
  if (isSqlState(error, 'cancelled')) return `it took too long (${text})`;
  if (isSqlState(error, 'refusedRight')) {
    return /row-level security/.test(text)
      ? `row security would hide rows from this role (${text})`
      : `this role may not read it (${text})`;
  }
  if (isSqlState(error, 'recoveryConflict')) return `the standby's recovery cancelled the query (${text})`;
  return text;
}

const refusals = new RegExp(
  [
    'password authentication failed',
    'SASL authentication failed',
    'Tenant or user not found',
    'no such user',
    'client password must be a',
  ].join('|'),
  'i',
);

/**
 * Whether the server, or a pooler in front of it, turned away who asked. Poolers have codes of their own:
 * PgBouncer answers 08P01, Supavisor XX000 "Tenant or user not found"; node-postgres itself gives up when
 * SCRAM asks for a password and there is none.
 */
export function isCredentialsRefusal(error: unknown): boolean {
  if (isSqlState(error, 'credentials')) return true;
  const text = describeError(error);
  return refusals.test(text);
}
