import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbedded, type EmbeddedPostgres } from '../../../src/api/database/embedded.ts';
import { actors, finding, findings, found, lookAt, type Actors } from './look-at.ts';

let server: EmbeddedPostgres;
let client: pg.Client;
let cast: Actors;

beforeAll(async () => {
  server = await startEmbedded({
    settings: {
      autovacuum_naptime: '1s',
      autovacuum_freeze_max_age: '100000',
      // As slow as it gets, so that it is still there when it is looked for.
      autovacuum_vacuum_cost_delay: '100ms',
      autovacuum_vacuum_cost_limit: '1',
    },
  });
  client = new pg.Client(server.url);
  await client.connect();
  cast = actors(server.url);
  await client.query('create table aged (id int, filler text)');
  await client.query("insert into aged select n, repeat('x', 500) from generate_series(1, 20000) as n");
  await client.query(
    'do $$ begin for n in 1..100500 loop perform pg_current_xact_id(); commit; end loop; end $$',
  );
}, 90_000);

afterAll(async () => {
  await cast.leave();
  await client.end();
  await server.stop();
});

it('an autovacuum against wraparound does not yield to a schema change; cancelled, it does', async () => {
  const running = `select pid from pg_stat_activity
    where backend_type = 'autovacuum worker' and query like '%public.aged%wraparound%'`;
  await expect
    .poll(async () => (await client.query(running)).rowCount, { timeout: 40_000, interval: 200 })
    .toBeGreaterThan(0);
  expect(found(await lookAt(server.url))).toEqual([]);

  const migration = await cast.open('alembic');
  const waiting = await migration.wait('alter table aged add column note text');
  // Any other would have given way after deadlock_timeout.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const seen = await lookAt(server.url);
  const vacuum = finding(seen, 'unyielding-autovacuum');
  expect(found(seen)).toEqual([
    `blocked-ddl pid ${migration.pid} error`,
    `unyielding-autovacuum ${vacuum.subject} warning`,
  ]);
  expect(vacuum.message).toMatch(
    /does not yield: autovacuum: VACUUM( ANALYZE)? public\.aged \(to prevent wraparound\), for .*; 1 session waits for it/,
  );
  expect(finding(seen, 'blocked-ddl').facts).toMatchObject({
    rootPids: [Number(vacuum.subject.replace('pid ', ''))],
  });
  for (const statement of vacuum.remedy.sql) await client.query(statement);
  expect(await waiting.ended).toBe('done');
  await expect.poll(async () => findings(await lookAt(server.url)).map(({ code }) => code)).toEqual([]);
}, 90_000);
