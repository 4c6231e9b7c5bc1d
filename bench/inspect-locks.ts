/**
 * `qa inspect-locks --format json`, whole process, against psql with one query of `pg_locks`, in turn: 500
 * sessions, of which 200 wait. Goal: at most 2 times psql, node's bare start taken off.
 * usage: npm run bench inspect-locks   (needs psql)
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';
import { goal, median, timed } from './measure/measure.ts';

const sessions = 500;
const waiters = 200;
const pairs = 9;

const server = await startEmbedded({ settings: { max_connections: String(sessions + 20) } });
const clients = await Promise.all(Array.from({ length: sessions }, connected));
const [holder, migration, ...others] = clients;
await holder?.query('create table busy (id int primary key)');
await holder?.query('begin; select from busy');
migration?.query('alter table busy add column note text').catch(() => undefined);
await pause(200);
for (const [nth, client] of others.entries()) {
  if (nth < waiters - 1) client.query('update busy set id = id').catch(() => undefined);
  // Of those who wait for nobody a third is in a transaction.
  else if (nth % 3 === 0) await client.query('begin; select from pg_class limit 1');
}
// Until no wait is young enough to be looked at twice.
await pause(1_500);
const observer = await connected();
const { rowCount: waiting } = await observer.query('select from pg_locks where not granted');
await observer.end();
if (waiting !== waiters) throw new Error(`${waiting} sessions wait instead of ${waiters}.`);

const ours: number[] = [];
const theirs: number[] = [];
const bare: number[] = [];
for (let run = 0; run <= pairs; run += 1) {
  const start = await timed(process.execPath, ['-e', '0']);
  const one = await timed('psql', [
    '-XAtq',
    '-v',
    'ON_ERROR_STOP=1',
    '-d',
    server.url,
    '-f',
    'bench/reference/inspect-locks.sql',
  ]);
  const other = await timed(process.execPath, [
    'dist/qa.js',
    'inspect-locks',
    '--format',
    'json',
    '--fail-on',
    'never',
    '--database-url',
    server.url,
  ]);
  if (run === 0) continue;
  bare.push(start.ms);
  theirs.push(one.ms);
  ours.push(other.ms);
}
const ratio = (median(ours) - median(bare)) / median(theirs);
console.log(
  `inspect-locks, ${sessions} sessions, ${waiters} waiters: ${ratio.toFixed(2)} ` +
    `(${goal(2, ratio)}; ` +
    `qa ${median(ours).toFixed(0)} ms, ` +
    `bare node ${median(bare).toFixed(0)} ms, psql ${median(theirs).toFixed(0)} ms, ${pairs} pairs)`,
);
for (const client of clients) client.end().catch(() => undefined);
await server.stop();

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url, application_name: 'bench' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
