/**
 * The orphan count of one key of a large child against VALIDATE CONSTRAINT of the same key, in turn: in one
 * statement and in chunks, with an index on the child's column, as `unindexed-foreign-key` wants it, and
 * without. Goals: at most 0.5 times VALIDATE in one statement with the index, 1 time otherwise, memory that
 * does not grow with the rows. usage: npm run bench orphan-scan
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';

const rows = 5_000_000;
const server = await startEmbedded();
const administrator = server.url;
const root = fileURLToPath(new URL('..', import.meta.url));
const url = Object.assign(new URL(administrator), { pathname: '/bench_orphans' }).href;
const rounds = 3;
const atExit = "process.on('exit',()=>process._rawDebug('peak='+process.resourceUsage().maxRSS))";
const tellPeak = `--import=data:text/javascript,${encodeURIComponent(atExit)}`;

await query(administrator, 'create database bench_orphans');
await query(
  url,
  `create table parent (id bigint primary key); insert into parent select generate_series(1, ${rows / 10});
  create table child (id bigint primary key, parent_id bigint not null); insert into child select n, 1 + n %
    ${rows / 10} from generate_series(1, ${rows}) n`,
);
await query(url, 'vacuum analyze');
await compare('no index', 1);
await query(url, 'create index on child (parent_id)');
await query(url, 'vacuum analyze');
await compare('indexed', 0.5);
await server.stop();

async function compare(index, goal) {
  const ways = {
    'one statement': { option: '--orphans', goal, times: [], peak: 0 },
    chunks: { option: '--orphans=chunks', goal: 1, times: [], peak: 0 },
  };
  const validations = [];
  for (let round = 0; round <= rounds; round += 1) {
    await query(
      url,
      'alter table child drop constraint if exists child_parent_fkey; alter table child add constraint ' +
        'child_parent_fkey foreign key (parent_id) references parent not valid',
    );
    for (const way of Object.values(ways)) {
      const { ms, peak } = await scan(way.option);
      way.peak = Math.max(way.peak, peak);
      if (round > 0) way.times.push(ms);
    }
    const began = performance.now();
    await query(url, 'alter table child validate constraint child_parent_fkey');
    if (round > 0) validations.push(performance.now() - began);
  }
  for (const [name, { goal: most, times, peak }] of Object.entries(ways)) {
    const ratio = median(times) / median(validations);
    console.log(
      `orphan scan, ${rows} rows, ${index}, ${name}: ${ratio.toFixed(2)} (goal ${most}; ` +
        `qa ${median(times).toFixed(0)} ms with its start, VALIDATE ` +
        `${median(validations).toFixed(0)} ms, ${rounds} rounds), peak ${peak.toFixed(0)} MB`,
    );
    if (ratio > most) process.exitCode = 1;
  }
}

/** The whole process: milliseconds from start to end, and its peak in MB. */
function scan(option) {
  const words = [
    'dist/qa.js',
    'inspect-fk',
    '--all',
    option,
    '--only',
    'orphan-rows,uncounted-orphans',
    '--format',
    'json',
    '--quiet',
    '--max-duration',
    '30m',
    '--deadline',
    '1h',
    '--database-url',
    url,
  ];
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: tellPeak },
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve({ ms: performance.now() - began, peak: Number(/peak=(\d+)/.exec(said)?.[1]) / 1024 })
        : reject(new Error(`qa ended with ${code}: ${said}`)),
    );
  });
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
