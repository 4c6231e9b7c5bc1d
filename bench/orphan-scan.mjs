/**
 * The orphan count of one key of a large child against VALIDATE CONSTRAINT of the same key, in turn.
 * Goals: at most 0.5 times VALIDATE in one statement.
 * usage: node bench/orphan-scan.mjs ADMIN_URL [rows]   (default 5000000; makes and drops a database bench_orphans)
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const [administrator, rows = '5000000'] = process.argv.slice(2);
if (administrator === undefined) throw new Error('Name a server: node bench/orphan-scan.mjs postgres://postgres@127.0.0.1:5432/postgres');
const root = fileURLToPath(new URL('..', import.meta.url));
const url = Object.assign(new URL(administrator), { pathname: '/bench_orphans' }).href;
const pairs = 3;

await query(administrator, 'drop database if exists bench_orphans with (force)');
await query(administrator, 'create database bench_orphans');
await query(url, `create table parent (id bigint primary key); insert into parent select generate_series(1, ${Number(rows) / 10});
  create table child (id bigint primary key, parent_id bigint not null); insert into child select n, 1 + n % ${Number(rows) / 10} from generate_series(1, ${Number(rows)}) n`);
await query(url, 'vacuum analyze');
const ours = [];
const theirs = [];
for (let run = 0; run <= pairs; run += 1) {
  await query(url, 'alter table child drop constraint if exists child_parent_fkey; alter table child add constraint child_parent_fkey foreign key (parent_id) references parent not valid');
  const other = await timed(() => scan());
  const one = await timed(() => query(url, 'alter table child validate constraint child_parent_fkey'));
  if (run === 0) continue;
  ours.push(other);
  theirs.push(one);
}
await query(administrator, 'drop database if exists bench_orphans with (force)');
console.log(`orphan scan, ${rows} rows, one statement: ${(median(ours) / median(theirs)).toFixed(2)} (goal 0.5; qa ${median(ours).toFixed(0)} ms with its start, VALIDATE ${median(theirs).toFixed(0)} ms, ${pairs} pairs)`);

function scan() {
  const words = ['dist/qa.js', 'inspect-fk', '--all', '--orphans', '--only', 'orphan-rows,uncounted-orphans', '--format', 'json', '--database-url', url];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`qa ended with ${code}`))));
  });
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function query(where, sql) {
  const client = new pg.Client(where);
  await client.connect();
  await client.query(sql);
  await client.end();
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
