import type { Finding } from '../../finding.ts';
import type { Observations } from '../../observations.ts';
import { messagesOf, textOf } from './by-checks.ts';

/**
 * What PostgreSQL, its drivers and poolers write of a failure, in answers that quote them. Names of
 * exceptions stand beside the English text, which a server may translate; a refused connection counts only in
 * libpq's or asyncpg's own words, since caches and queues refuse connections too.
 */
const signs = {
  'takes no writes':
    /\bread-only transaction\b|ReadOnlySqlTransaction|\bcannot execute \w+ during recovery\b/i,
  unreachable: new RegExp(
    [
      'connection to server (at|on) [^]{1,200}? failed',
      'could not (translate host name|connect to server)',
      'the database system is (starting up|shutting down|in recovery mode|not yet accepting)',
      'Tenant or user not found',
      'password authentication failed for user',
      'no pg_hba\\.conf entry',
      'Connect call failed \\([^)]{1,60}\\b(5432|6543)\\b',
    ].join('|'),
    'i',
  ),
  'no connection free': new RegExp(
    [
      'QueuePool limit of size',
      'remaining connection slots are reserved',
      'too many (clients already|connections for)',
      'MaxClientsInSessionMode|max clients reached',
      "couldn't get a connection after|\\bPoolTimeout\\b",
      'Timed out fetching a new connection from the connection pool',
    ].join('|'),
    'i',
  ),
  'waited for a lock': /canceling statement due to lock timeout|LockNotAvailable|could not obtain lock on/i,
  'ran into a timeout': /canceling statement due to statement timeout|QueryCanceled/i,
} as const;

export type DatabaseFailure = keyof typeof signs;

/** Checks whose findings quote an answer of the API. */
const quotingChecks = [
  'rejected-mute',
  'rejected-unmute',
  'unreadable-preferences',
  'healthy-but-failing',
  'exposed-internals',
  'server-error-on-bad-input',
  'write-race',
  // What readiness says of the database.
  'unreachable-database',
  'degraded-readiness',
] as const;

/** What an answer of the API quotes of such a failure: the first such sentence, or none. */
export function quotesOf(seen: Observations, ...failures: readonly DatabaseFailure[]): string[] {
  const quoting = seen
    .found(...quotingChecks)
    .filter((finding) => failures.some((failure) => signs[failure].test(textOf(finding))));
  return messagesOf(quoting).slice(0, 1);
}

/** Whether a finding quotes the database on a failure that is a cause by itself. */
export function namesFailure(finding: Finding): boolean {
  return Object.values(signs).some((sign) => sign.test(textOf(finding)));
}
