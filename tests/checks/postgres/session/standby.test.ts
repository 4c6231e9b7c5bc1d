import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbedded, type EmbeddedPostgres } from '../../../../src/api/database/embedded.ts';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import { actors, findings, found, lookAt } from '../../locks/look-at.ts';
import { countEverything, inspect, said } from '../../foreign-keys/inspect.ts';
import { startStandby } from '../../../support/standby.ts';
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
  ({ url: standbyUrl, stop: stopStandby } = await startStandby(primary, client));
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

it('a reader on a standby whom its recovery waits for is named there', async () => {
  const cast = actors(standbyUrl);
  const reader = await cast.open('report', 'begin', 'select * from p');
  const client = new pg.Client(primary.url);
  await client.connect();
  await client.query('alter table p add column note text');
  await client.end();
  const ddl = async () => findings(await lookAt(standbyUrl)).find(({ code }) => code === 'blocked-ddl');
  await expect
    .poll(ddl, { timeout: 10_000 })
    .toMatchObject({ facts: { rootPids: [reader.pid], wants: 'ACCESS EXCLUSIVE on public.p' } });
  expect(found(await lookAt(standbyUrl))).toContain(`idle-in-transaction pid ${reader.pid} warning`);
  const { remedy } = (await ddl())!;
  const other = await cast.open('other');
  for (const statement of remedy.sql) await other.client.query(statement);
  await expect.poll(async () => found(await lookAt(standbyUrl))).toEqual([]);
  await cast.leave();
}, 30_000);
