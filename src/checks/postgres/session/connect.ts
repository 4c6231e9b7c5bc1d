import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type pg from 'pg';
import { describeError } from '../../support/describe-error.ts';
import { CredentialsRefused } from '../../probe.ts';
import { databaseLabel, type DatabaseAddress } from '../address/address.ts';
import { isCredentialsRefusal } from './errors.ts';

export interface Connection {
  readonly client: pg.Client;
  /** What broke it, or null: a query behind that only says that the client is not queryable. */
  readonly brokenBy: () => Error | null;
  /**
   * Asks the server to stop what this connection is doing; settles when it was asked, at the latest after a
   * second.
   */
  readonly cancel: () => Promise<void>;
}

/**
 * What a connection asks for as it is made. A pooler may refuse it, or drop it without a word: read back what
 * is in force.
 */
export interface StartupOptions {
  /** As libpq's `options`: `-c statement_timeout=5000`. */
  readonly options?: string;
  /** As parameters of their own; milliseconds above 0. */
  readonly parameters?: Readonly<
    Partial<Record<'statement_timeout' | 'lock_timeout' | 'idle_in_transaction_session_timeout', number>>
  >;
}

/**
 * A connection with no startup parameter but `application_name`, unless asked: PgBouncer refuses timeouts
 * there, Supavisor drops them. Throws {@link CredentialsRefused} where who asks is turned away, else an error
 * of one sentence.
 */
export async function connect(
  address: DatabaseAddress,
  applicationName: string,
  timeoutMs: number,
  { options, parameters }: StartupOptions = {},
): Promise<Connection> {
  // Loaded here, so that a command that only sends HTTP and reads a database's address does not pay for the
  // driver.
  const { default: driver } = await import('pg');
  let refusal: unknown;
  const attempts = await tlsAttempts(address);
  for (const [index, ssl] of attempts.entries()) {
    if (index < (takenBefore.get(address) ?? 0)) continue;
    const client = new driver.Client({
      host: address.host,
      port: address.port,
      user: address.user,
      // A function, so that node-postgres does not look for a password file in the process's own environment.
      password: () => address.password ?? '',
      database: address.database,
      application_name: applicationName,
      connectionTimeoutMillis: timeoutMs,
      keepAlive: true,
      ssl,
      ...(options !== undefined && { options }),
      ...parameters,
    });
    let broken: Error | null = null;
    client.on('error', (error) => (broken ??= error));
    try {
      await client.connect();
      takenBefore.set(address, index);
      return { client, brokenBy: () => broken, cancel: () => cancel(address, client) };
    } catch (error) {
      await client.end().catch(() => undefined);
      refusal = error;
      if (!worthTheOtherWay(error)) break;
    }
  }
  const place = databaseLabel(address);
  if (isCredentialsRefusal(refusal)) {
    throw new CredentialsRefused(`${place} refused the user ${address.user}: ${describeError(refusal)}`, {
      cause: refusal,
    });
  }
  throw new Error(`could not connect to ${place}: ${describeError(refusal)}`, { cause: refusal });
}

/** Which of the attempts led in: further connections to the same address begin with it. */
const takenBefore = new WeakMap<DatabaseAddress, number>();

/** How to try, in order: libpq's `prefer` and `allow` fall back to the other way. */
async function tlsAttempts({
  tls,
  host,
  rootCertificate,
}: DatabaseAddress): Promise<readonly (false | ConnectionOptions)[]> {
  if (host.startsWith('/')) return [false];
  const unverified: ConnectionOptions = { rejectUnauthorized: false };
  const ca =
    rootCertificate === null || rootCertificate === 'system'
      ? {}
      : { ca: await readCertificate(rootCertificate) };
  const chainOnly: ConnectionOptions = { ...ca, checkServerIdentity: () => undefined };
  switch (tls) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, unverified];
    case 'prefer':
      return [unverified, false];
    case 'require':
      // With a root certificate libpq's `require` verifies the chain.
      return ['ca' in ca ? chainOnly : unverified];
    case 'verify-ca':
      return [chainOnly];
    case 'verify-full':
      return [ca];
  }
}

async function readCertificate(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`the root certificate ${file} cannot be read: ${describeError(error)}`, { cause: error });
  }
}

/** The server has no TLS, or has no entry in `pg_hba.conf` for a connection without (or with) it. */
function worthTheOtherWay(error: unknown): boolean {
  return /does not support SSL connections|no pg_hba\.conf entry/i.test(describeError(error));
}

/**
 * A cancel request on a connection of its own, as the protocol wants it; a pooler passes it on. Manual,
 * 55.2.9 and 55.7.
 */
function cancel(address: DatabaseAddress, client: pg.Client): Promise<void> {
  const { processID, secretKey } = client as pg.Client & { processID?: number; secretKey?: number };
  if (!processID || !secretKey) return Promise.resolve();
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(80_877_102, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  return new Promise((resolve) => {
    const socket = address.host.startsWith('/')
      ? connectSocket(`${address.host}/.s.PGSQL.${address.port}`)
      : connectSocket(address.port, address.host);
    socket.setTimeout(1000, () => socket.destroy());
    // Not half-closed behind the request: PgBouncer then forgets it before it has passed it on.
    socket.on('connect', () => socket.write(request));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    // The server closes without an answer; reading is what lets that arrive.
    socket.resume();
  });
}
