import pg from 'pg';

/** The names under which the product's driver reports an SQLSTATE. */
const driverNames: Readonly<Record<string, string>> = {
  '22021': 'CharacterNotInRepertoire',
  '23503': 'ForeignKeyViolation',
  '23502': 'NotNullViolation',
  '23505': 'UniqueViolation',
  '25006': 'ReadOnlySqlTransaction',
  '40001': 'SerializationFailure',
  '42501': 'InsufficientPrivilege',
  '42P01': 'UndefinedTable',
  '42703': 'UndefinedColumn',
  '53300': 'TooManyConnections',
  '55P03': 'LockNotAvailable',
  '57014': 'QueryCanceled',
};

/** The names under which the product's ORM raises them, by the class of the SQLSTATE. */
const exceptionNames: Readonly<Record<string, string>> = {
  '22': 'DataError',
  '23': 'IntegrityError',
  '25': 'InternalError',
  '42': 'ProgrammingError',
};

/** A text that the driver itself refuses to send. */
export class UnstorableText extends Error {
  override readonly name: 'DataError' | 'UnicodeEncodeError';
  constructor(name: 'DataError' | 'UnicodeEncodeError', message: string) {
    super(message);
    this.name = name;
  }
}

/** Throws what the driver says of a text that PostgreSQL cannot hold. */
export function assertStorable(text: string): void {
  if (text.includes('\0')) {
    throw new UnstorableText('DataError', 'PostgreSQL text fields cannot contain NUL (0x00) bytes');
  }
  const at = text.search(/[\ud800-\udfff]/u);
  if (at === -1) return;
  const escaped = `\\u${text.charCodeAt(at).toString(16)}`;
  const what = `'utf-8' codec can't encode character '${escaped}' in position ${at}`;
  const message = `${what}: surrogates not allowed`;
  throw new UnstorableText('UnicodeEncodeError', message);
}

type Coded = Error & { readonly code?: string };

/** Whether an error came from the database, or on the way to it, and not from a mistake of our own. */
export function isDatabaseError(error: unknown): error is Coded {
  if (error instanceof pg.DatabaseError || error instanceof UnstorableText) return true;
  if (!(error instanceof Error)) return false;
  return (
    /^E[A-Z]+$/.test(String((error as { code?: unknown }).code)) || /connection|timeout/i.test(error.message)
  );
}

/** What the product's driver would say: `(psycopg.errors.ForeignKeyViolation) insert or … DETAIL:  Key …`. */
export function databaseErrorText(error: Coded): string {
  if (error instanceof UnstorableText) {
    return error.name === 'DataError' ? `(psycopg.DataError) ${error.message}` : error.message;
  }
  if (isPoolTimeout(error)) return poolTimeoutText;
  const known = driverNames[error.code ?? ''];
  const detail =
    error instanceof pg.DatabaseError && error.detail !== undefined ? `\nDETAIL:  ${error.detail}` : '';
  return (
    `(psycopg.${known === undefined ? 'OperationalError' : `errors.${known}`}) ` + `${textOf(error)}${detail}`
  );
}

/** The class of the exception as the product would raise it. */
export function exceptionName(error: Coded): string {
  if (error instanceof UnstorableText || !isDatabaseError(error)) return error.name;
  if (isPoolTimeout(error)) return 'TimeoutError';
  return exceptionNames[(error.code ?? '').slice(0, 2)] ?? 'OperationalError';
}

const poolTimeoutText = 'QueuePool limit of size 5 overflow 5 reached, connection timed out, timeout 5.00';

/** What pg says when no connection of its pool came free in time. */
function isPoolTimeout(error: Error): boolean {
  return error.message === 'timeout exceeded when trying to connect';
}

function textOf(error: Coded): string {
  return error.message || error.code || error.name;
}

/** An error as the readiness answer quotes it. */
export function readinessErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isPoolTimeout(error) ? poolTimeoutText : textOf(error);
}
