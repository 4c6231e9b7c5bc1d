/**
 * `qa inspect-fk --all --format json`, whole process, against psql with an equal catalogue query, in turn,
 * and what its time is made of. Goals: at most 1.5 times psql at every size, node's bare start taken off;
 * growth no worse than linear; 150 MB at 50 000 keys.
 * usage: npm run bench inspect-fk   (needs psql)
 */
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';
import { examine } from '../src/checks/examine.ts';
import { foreignKeyChecks, healthyAsCounts } from '../src/checks/foreign-keys/index.ts';
import { openDatabase, parseDatabaseUrl } from '../src/checks/postgres/index.ts';
import { json } from '../src/qa/reporters/json.ts';
import { redacted } from '../src/qa/secrets/redact-value.ts';
import { createSecrets } from '../src/qa/secrets/secrets.ts';
import { goal, median, tellUsage, timed } from './measure/measure.ts';

const server = await startEmbedded();
const administrator = server.url;
const url = Object.assign(new URL(administrator), { pathname: '/bench_fk' }).href;
const pairs = 5;
const keysOfATable = 10;

let before = null;
const most = 50_000;
for (const keys of [1000, 10_000, most]) {
  await build(keys);
  const ours = [];
  const theirs = [];
  const bare = [];
  let peakMb = 0;
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
    const other = await timed(process.execPath, [
      tellUsage,
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
    ]);
    peakMb = Math.max(peakMb, other.peakMb);
    if (run === 0) continue;
    bare.push(start.ms);
    theirs.push(one.ms);
    ours.push(other.ms);
  }
  const growth =
    before === null
      ? ''
      : `, growth ${(median(ours) / before.ms).toFixed(1)} for ${keys / before.keys} times the keys ` +
        `(${goal(keys / before.keys, median(ours) / before.ms)})`;
  const ratio = (median(ours) - median(bare)) / median(theirs);
  console.log(
    `inspect-fk, ${keys} keys: ${ratio.toFixed(2)} (${goal(1.5, ratio)}; qa ` +
      `${median(ours).toFixed(0)} ms, bare node ${median(bare).toFixed(0)} ms, psql ` +
      `${median(theirs).toFixed(0)} ms, ${pairs} pairs), peak ${peakMb.toFixed(0)} MB` +
      `${keys === most ? ` (${goal(150, peakMb)})` : ''}${growth}`,
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
