/**
 * libpq's `sslmode`s, with libpq's meaning: node-postgres verifies the certificate for `prefer` and
 * `require`, libpq does not.
 */
export const tlsModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof tlsModes)[number];

/** Everything that a connection needs to know. */
export interface DatabaseAddress {
  /** A name, an address, or the directory of a Unix socket (it begins with `/`). */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  readonly tls: TlsMode;
  /** A file of trusted certificates (PEM); null or `system` is Node's own store. */
  readonly rootCertificate: string | null;
}

/** `host:port/name`: how a report names a database. Without user and password. */
export function databaseLabel({
  host,
  port,
  database,
}: Pick<DatabaseAddress, 'host' | 'port' | 'database'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}
