import pg from 'pg';

/** The names under which the product's driver reports an SQLSTATE. */
const driverNames: Readonly<Record<string, string>> = {
  '23503': 'ForeignKeyViolation',
  '23502': 'NotNullViolation',
  '23505': 'UniqueViolation',
  '25006': 'ReadOnlySqlTransaction',
  '42P01': 'UndefinedTable',
  '42703': 'UndefinedColumn',
  '55P03': 'LockNotAvailable',
  '57014': 'QueryCanceled',
};

/** An error that came from the database, or on the way to it; a mistake of our own is none. */
export function isDatabaseError(error: unknown): error is Error & { readonly code?: string } {
  if (error instanceof pg.DatabaseError) return true;
  return (
    error instanceof Error &&
    (/^E[A-Z]+$/.test(String((error as { code?: unknown }).code)) ||
      /connection|timeout/i.test(error.message))
  );
}

/** What the product's driver would say: `(psycopg.errors.ForeignKeyViolation) insert or … DETAIL:  Key …`. */
export function databaseErrorText(error: Error & { readonly code?: string }): string {
  const name = driverNames[error.code ?? ''] ?? 'OperationalError';
  const detail =
    error instanceof pg.DatabaseError && error.detail !== undefined ? `\nDETAIL:  ${error.detail}` : '';
  return `(psycopg.errors.${name}) ${error.message || error.code || error.name}${detail}`;
}
