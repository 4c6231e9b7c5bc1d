/**
 * `qa inspect-fk --all --format json`, whole process, against psql with an equal catalogue query, in turn,
 * and what its time is made of. Goals: at most 1.5 times psql at every size, node's bare start taken off;
 * growth no worse than linear; 150 MB at 50 000 keys. usage: npm run bench inspect-fk (needs psql)
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';
import { examine } from '../src/checks/examine.ts';
import { foreignKeyChecks, healthyAsCounts } from '../src/checks/foreign-keys/index.ts';
import { openDatabase, parseDatabaseUrl } from '../src/checks/postgres/index.ts';
import { json } from '../src/qa/reporters/json.ts';
import { redacted } from '../src/qa/secrets/redact-value.ts';
import { createSecrets } from '../src/qa/secrets/secrets.ts';

const server = await startEmbedded();
const administrator = server.url;
const root = fileURLToPath(new URL('..', import.meta.url));
const url = Object.assign(new URL(administrator), { pathname: '/bench_fk' }).href;
const pairs = 5;
const keysOfATable = 10;
// The child writes its peak at its end; nothing else knows it on every system.
const atExit = "process.on('exit',()=>process._rawDebug('peak='+process.resourceUsage().maxRSS))";
const tellPeak = `--import=data:text/javascript,${encodeURIComponent(atExit)}`;

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
    `inspect-fk, ${keys} keys: ${ratio.toFixed(2)} (goal 1.5; qa ` +
      `${median(ours).toFixed(0)} ms, bare node ${median(bare).toFixed(0)} ms, psql ` +
      `${median(theirs).toFixed(0)} ms, ${pairs} pairs), peak ${peak.toFixed(0)} MB (goal 150 at 50 ` +
      `000)${growth}`,
  );
  console.log(`  of that: ${await takenApart()}`);
  before = { keys, ms: median(ours) };
}
await server.stop();

/** Where the time goes, in this process: medians of a few runs behind one that warms up. */
async function takenApart() {
  const runs = [];
  for (let run = 0; run <= 3; run += 1) runs.push(await phases());
  return Object.keys(runs[0])
    .map((phase) => `${phase} ${median(runs.slice(1).map((each) => each[phase])).toFixed(0)} ms`)
    .join(', ');
}

async function phases() {
  const address = parseDatabaseUrl(url, {});
  const signal = new AbortController().signal;
  const database = openDatabase({ address, applicationName: 'bench', connectTimeoutMs: 5_000, signal });
  const limits = { statementTimeoutMs: 60_000, lockTimeoutMs: 500 };
  await database.read(() => Promise.resolve(), limits);
  const spent = { server: 0, queries: 0, explaining: 0, judging: 0 };
  const timedDatabase = {
    ...database,
    read: (work, within) =>
      database.read(
        (session) =>
          work({
            ...session,
            query: async (sql, values) => {
              const began = performance.now();
              const rows = await session.query(sql, values);
              spent.queries += performance.now() - began;
              const explained = performance.now();
              const [plan] = await session.query(`explain (analyze, timing off, format json) ${sql}`, values);
              spent.explaining += performance.now() - explained;
              const [{ 'Planning Time': planning, 'Execution Time': running }] = plan['QUERY PLAN'];
              spent.server += planning + running;
              return rows;
            },
          }),
        within,
      ),
  };
  const checks = foreignKeyChecks.map((check) => ({
    ...check,
    judge: (evidence) => {
      const began = performance.now();
      const judgement = check.judge(evidence);
      spent.judging += performance.now() - began;
      return judgement;
    },
  }));
  const began = performance.now();
  const examination = await examine({
    checks,
    context: {
      signal,
      progress: () => undefined,
      database: timedDatabase,
      limits,
      selection: { kind: 'all' },
      expectations: { list: [], builtIn: false, complete: false },
      orphans: null,
    },
  });
  const examined = performance.now() - began;
  await database.close();
  const secrets = createSecrets();
  secrets.add(address.password ?? '');
  const rendering = performance.now();
  const report = redacted(healthyAsCounts(examination), secrets.redact);
  for (const piece of json(report)) secrets.redact(piece);
  return {
    server: spent.server,
    transfer: spent.queries - spent.server,
    parse: examined - spent.queries - spent.explaining - spent.judging,
    judge: spent.judging,
    render: performance.now() - rendering,
  };
}

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
