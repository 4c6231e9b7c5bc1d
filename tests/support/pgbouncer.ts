import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { vi } from 'vitest';
import { publicDirectory, serverAccount } from '../../src/api/database/binaries.ts';
import { freePort } from '../../src/api/database/embedded.ts';

/**
 * Whether the pooler of Debian's packages is here; a test that needs it says that it was skipped where it is
 * not.
 */
export const pgbouncerInstalled = spawnSync('pgbouncer', ['--version']).status === 0;

export interface RunningPooler {
  /** The server's database through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface PoolerOptions {
  readonly mode: 'session' | 'transaction' | 'statement';
  /** Server connections; every client shares one unless said otherwise. */
  readonly size?: number;
  /** More lines of the section [pgbouncer], as `name = value`. */
  readonly settings?: readonly string[];
}

/** A pooler in front of a server, which logs in there as the URL's user. */
export async function startPgbouncer(
  server: URL,
  { mode, size = 1, settings = [] }: PoolerOptions,
): Promise<RunningPooler> {
  const directory = await mkdtemp(path.join(await publicDirectory(), 'facteur-qa-pooler-'));
  await chmod(directory, 0o755);
  const port = await freePort();
  const file = path.join(directory, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
* = host=127.0.0.1 port=${server.port} user=${server.username} password=${server.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${size}
${settings.join('\n')}
`,
  );
  const pooler = spawn('pgbouncer', [file], { ...serverAccount(), cwd: directory, stdio: 'ignore' });
  await vi.waitFor(() => listening(port), { timeout: 5000, interval: 20 });
  return {
    url: `postgresql://${server.username}@127.0.0.1:${port}${server.pathname}`,
    stop: async () => {
      const ended = once(pooler, 'close');
      pooler.kill('SIGINT');
      // With clients gone SIGINT ends it at once; SIGTERM is for those that wait.
      setTimeout(() => pooler.kill('SIGTERM'), 200).unref();
      await ended;
      await rm(directory, { recursive: true });
    },
  };
}

async function listening(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}
