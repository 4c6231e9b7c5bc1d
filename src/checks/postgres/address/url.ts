import { tlsModes, type DatabaseAddress, type TlsMode } from './address.ts';

/** A database URL that cannot be used, in one sentence; the password is never part of it. */
export class BadDatabaseUrl extends Error {
  override readonly name = 'BadDatabaseUrl';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** SQLAlchemy writes the driver into the scheme. */
const schemes = /^(?:postgres|postgresql)(?:\+(?:psycopg|psycopg2|psycopg_async|asyncpg|pg8000))?$/;

/**
 * Where a URL points, with what it leaves open taken from libpq's variables (`PGHOST`, `PGPORT`, `PGUSER`,
 * `PGPASSWORD`, `PGDATABASE`, `PGSSLMODE`, `PGSSLROOTCERT`) and libpq's own defaults. Without a URL
 * everything comes from them. Throws {@link BadDatabaseUrl}. Source: PostgreSQL manual, 34.1.1 Connection
 * Strings and 34.15 Environment Variables.
 */
export function parseDatabaseUrl(url: string | null, environment: Environment): DatabaseAddress {
  const given: Given = url === null ? { parameters: new Map() } : split(url);
  const parameter = (name: string): string | undefined => given.parameters.get(name) || undefined;
  const user =
    parameter('user') ??
    (given.user ||
      environment['PGUSER'] ||
      environment['USER'] ||
      environment['LOGNAME'] ||
      environment['USERNAME'] ||
      'postgres');
  const host = parameter('host') ?? (given.host || environment['PGHOST'] || 'localhost');
  return {
    host,
    port: readPort(parameter('port') ?? (given.port || environment['PGPORT'] || '5432')),
    user,
    password: parameter('password') ?? (given.password || environment['PGPASSWORD'] || null),
    database: parameter('dbname') ?? (given.database || environment['PGDATABASE'] || user),
    tls: readTls(parameter('sslmode') ?? parameter('ssl') ?? environment['PGSSLMODE']),
    rootCertificate: parameter('sslrootcert') ?? environment['PGSSLROOTCERT'] ?? null,
  };
}

/** libpq's `options` of the URL, else `PGOPTIONS`: what a client of libpq's asks for as it connects. */
export function startupOptionsOf(url: string | null, environment: Environment): string | null {
  return (url === null ? null : split(url).parameters.get('options')) || environment['PGOPTIONS'] || null;
}

/** Whether libpq's variables name a database where no URL is given. */
export function environmentNamesDatabase(environment: Environment): boolean {
  return ['PGHOST', 'PGDATABASE', 'PGUSER'].some((name) => Boolean(environment[name]));
}

interface Given {
  readonly user?: string;
  readonly password?: string;
  readonly host?: string;
  readonly port?: string;
  readonly database?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Not `new URL`: it knows neither an empty host with a user nor a socket directory, and passwords that people
 * paste hold `@` and `#`, which libpq reads as they are.
 */
function split(url: string): Given {
  const scheme = /^([^:/?#@]*):\/\//.exec(url);
  if (scheme === null)
    throw new BadDatabaseUrl(
      'The database URL has no scheme; it begins with postgresql://, as in ' +
        'postgresql://user@host:5432/database.',
    );
  const name = scheme[1] ?? '';
  if (!schemes.test(name))
    throw new BadDatabaseUrl(
      `The database URL begins with ${name}://; only postgresql:// and postgres:// can be inspected.`,
    );

  const rest = url.slice(scheme[0].length);
  const at = /^[^/?]*@/.exec(rest)?.[0].length ?? 0;
  const [, user, password] = /^([^:]*)(?::(.*))?$/s.exec(rest.slice(0, Math.max(at - 1, 0))) ?? [];
  const place = /^(\[[^\]]*\]|[^:/?]*)(?::([^/?]*))?(?:\/([^?]*))?(?:\?(.*))?$/s.exec(rest.slice(at));
  if (place === null)
    throw new BadDatabaseUrl(
      'The database URL cannot be read; a "/" or "?" in its password is written %2F or %3F.',
    );
  const [, host = '', port, database, query] = place;
  if (host.includes(','))
    throw new BadDatabaseUrl('The database URL names several hosts; name the one to be inspected.');

  const parameters = new Map<string, string>();
  for (const pair of (query ?? '').split('&').filter(Boolean)) {
    const [key = '', ...value] = pair.split('=');
    parameters.set(decode(key), decode(value.join('=')));
  }
  return {
    user: decode(user ?? ''),
    password: decode(password ?? ''),
    host: decode(host.replace(/^\[(.*)\]$/, '$1')),
    port: port ?? '',
    database: decode(database ?? ''),
    parameters,
  };
}

/** The same URL for whoever knows the password, or has it in `PGPASSWORD` or `.pgpass`. */
export function withoutPassword(url: string): string {
  const scheme = /^[^:/?#@]*:\/\//.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  const at = /^[^/?]*@/.exec(rest)?.[0].length ?? 0;
  const [user = ''] = rest.slice(0, Math.max(at - 1, 0)).split(':');
  const [place = '', query] = rest.slice(at).split('?');
  const parameters = (query ?? '').split('&').filter((pair) => pair !== '' && !/^password=/i.test(pair));
  return [
    scheme,
    at > 0 ? `${user}@` : '',
    place,
    parameters.length > 0 ? `?${parameters.join('&')}` : '',
  ].join('');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadDatabaseUrl(
      'The database URL holds a "%" that is not a percent-encoding; a "%" of the password is written %25.',
    );
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new BadDatabaseUrl(
      'The port of the database URL is not a number from 1 to 65535; a ":", "/" or "@" in its ' +
        'password is written %3A, %2F or %40.',
    );
  }
  return port;
}

/**
 * `no-verify` is node-postgres's name for what libpq calls `require`; `true` is SQLAlchemy's and asyncpg's.
 */
function readTls(text: string | undefined): TlsMode {
  if (text === undefined || text === '') return 'prefer';
  if (text === 'no-verify' || text === 'true' || text === '1') return 'require';
  if (text === 'false' || text === '0') return 'disable';
  const mode = tlsModes.find((known) => known === text);
  if (mode === undefined)
    throw new BadDatabaseUrl(`sslmode=${text} is not known; it is one of ${tlsModes.join(', ')}.`);
  return mode;
}
