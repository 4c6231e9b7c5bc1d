/**
 * Statements that alter a table, as one transaction that can be pasted. Without a short lock_timeout the
 * statement that waits would hold up every query behind it.
 */
export function withShortLock(statements: readonly string[]): string {
  return [
    'begin;',
    "set local lock_timeout = '50ms'; -- on a timeout: roll back and try again",
    ...statements,
    'commit;',
  ].join('\n');
}
