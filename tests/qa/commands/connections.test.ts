import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLine } from '../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';

let database: FreshDatabase;
let cwd: string;
beforeAll(async () => {
  database = await freshDatabase();
  cwd = await mkdtemp(join(tmpdir(), 'qa connections '));
});
afterAll(async () => {
  await database.close();
  await rm(cwd, { recursive: true });
});

const run = (line: readonly string[], url: string) =>
  runLine(line, { cwd, environment: { QA_DATABASE_URL: url, QA_STATE_DIR: cwd } });

const lines: readonly (readonly string[])[] = [
  ['inspect-fk', '--orphans'],
  ['inspect-locks'],
  ['inspect-locks', '--would-block', 'drop table mutes'],
  ['inspect-sessions'],
  ['inspect-migrations'],
  ['repair-fk', 'user_personalization_user_id_fkey'],
  ['init', '--check'],
];

it.each(lines.map((line) => [line.join(' '), line] as const))(
  'qa %s says who asks, and is gone afterwards',
  async (_, line) => {
    await run(line, database.url);
    const left = () =>
      database.query(
        `select application_name from pg_stat_activity
          where datname = current_database() and application_name like 'facteur-qa%'`,
      );
    await expect.poll(left, { timeout: 30_000 }).toEqual([]);

    const names = new Set<string | undefined>();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (startup) => {
        names.add(/\0application_name\0([^\0]*)\0/.exec(startup.toString('latin1'))?.[1]);
        socket.destroy();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code } = await run(line, `postgresql://u@127.0.0.1:${port}/d?sslmode=disable`);
    server.close();
    expect({ code, names: [...names] }).toEqual({ code: 3, names: [`facteur-qa ${line[0]}`] });
  },
);
