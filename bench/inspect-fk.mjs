/**
 * `qa inspect-fk --all --format json`, whole process, against psql with an equal catalogue query, in turn.
 * Goals: at 10 000 keys at most 1.5 times psql, node's bare start taken off; growth no worse than linear; 200
 * MB at 50 000 keys. usage: npm run bench inspect-fk (needs psql)
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';

const server = await startEmbedded();
const administrator = server.url;
const root = fileURLToPath(new URL('..', import.meta.url));
const url = Object.assign(new URL(administrator), { pathname: '/bench_fk' }).href;
const pairs = 5;
const keysOfATable = 10;
// The child writes its peak at its end; nothing else knows it on every system.
const tellPeak = `--import=data:text/javascript,${encodeURIComponent("process.on('exit',()=>process._rawDebug('peak='+process.resourceUsage().maxRSS))")}`;

let before = null;
for (const keys of [1000, 10_000, 50_000]) {
  await build(keys);
  const ours = [];
  const theirs = [];
  const bare = [];
  let peak = 0;
  for (let run = 0; run <= pairs; run += 1) {
    const start = await timed(process.execPath, ['-e', '0']);
    const one = await timed('psql', [
      '-XAtq',
      '-v',
      'ON_ERROR_STOP=1',
      '-d',
      url,
      '-f',
      'bench/reference/inspect-fk.sql',
    ]);
    const other = await timed(
      process.execPath,
      [
        'dist/qa.js',
        'inspect-fk',
        '--all',
        '--format',
        'json',
        '--fail-on',
        'never',
        '--timeout',
        '60s',
        '--database-url',
        url,
      ],
      { NODE_OPTIONS: tellPeak },
    );
    peak = Math.max(peak, Number(/peak=(\d+)/.exec(other.said)?.[1] ?? Number.NaN) / 1024);
    if (run === 0) continue;
    bare.push(start.ms);
    theirs.push(one.ms);
    ours.push(other.ms);
  }
  const growth =
    before === null
      ? ''
      : `, growth ${(median(ours) / before.ms).toFixed(1)} for ${keys / before.keys} times the keys`;
  const ratio = (median(ours) - median(bare)) / median(theirs);
  console.log(
    `inspect-fk, ${keys} keys: ${ratio.toFixed(2)} (goal 1.5 at 10 000; qa ` +
      `${median(ours).toFixed(0)} ms, bare node ${median(bare).toFixed(0)} ms, psql ` +
      `${median(theirs).toFixed(0)} ms, ${pairs} pairs), peak ${peak.toFixed(0)} MB (goal 200 at 50 ` +
      `000)${growth}`,
  );
  before = { keys, ms: median(ours) };
}
await server.stop();

/** A fresh database with so many keys; every second one has no index. */
async function build(keys) {
  await administer('drop database if exists bench_fk with (force)');
  await administer('create database bench_fk');
  const client = new pg.Client(url);
  await client.connect();
  const tables = keys / keysOfATable;
  for (let table = 0; table < tables; table += 1) {
    const columns = Array.from(
      { length: keysOfATable },
      (_, column) => `c${column} bigint references t${Math.max(0, table - column)}`,
    );
    const indexes = Array.from(
      { length: keysOfATable / 2 },
      (_, column) => `create index on t${table} (c${column * 2});`,
    );
    await client.query(
      `create table t${table} (id bigint primary key, ${columns.join(', ')}); ${indexes.join(' ')}`,
    );
  }
  await client.query('vacuum analyze');
  await client.end();
}

async function administer(sql) {
  const client = new pg.Client(administrator);
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Milliseconds of one process from start to end, and what it said on standard error. */
function timed(command, words, environment = {}) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let said = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve({ ms: performance.now() - began, said })
        : reject(new Error(`${command} ended with ${code}: ${said}`)),
    );
  });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
