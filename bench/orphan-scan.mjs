/**
 * The orphan count of one key of a large child against VALIDATE CONSTRAINT of the same key, in turn: in one
 * statement and in chunks, with an index on the child's column, as `unindexed-foreign-key` wants it, and
 * without. Goals: at most 0.5 times VALIDATE in one statement with the index, 1 time otherwise. Peak
 * memory is printed: it must not grow with the rows.
 * usage: npm run bench orphan-scan
 */
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';
import { goal, median, tellUsage, timed } from './measure/measure.ts';

const rows = 5_000_000;
const server = await startEmbedded();
const administrator = server.url;
const url = Object.assign(new URL(administrator), { pathname: '/bench_orphans' }).href;
const rounds = 3;

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

async function compare(index, mostInOne) {
  const ways = {
    'one statement': { option: '--orphans', most: mostInOne, times: [], peakMb: 0 },
    chunks: { option: '--orphans=chunks', most: 1, times: [], peakMb: 0 },
  };
  const validations = [];
  for (let round = 0; round <= rounds; round += 1) {
    await query(
      url,
      'alter table child drop constraint if exists child_parent_fkey; alter table child add constraint ' +
        'child_parent_fkey foreign key (parent_id) references parent not valid',
    );
    for (const way of Object.values(ways)) {
      const { ms, peakMb } = await scan(way.option);
      way.peakMb = Math.max(way.peakMb, peakMb);
      if (round > 0) way.times.push(ms);
    }
    const began = performance.now();
    await query(url, 'alter table child validate constraint child_parent_fkey');
    if (round > 0) validations.push(performance.now() - began);
  }
  for (const [name, { most, times, peakMb }] of Object.entries(ways)) {
    const ratio = median(times) / median(validations);
    console.log(
      `orphan scan, ${rows} rows, ${index}, ${name}: ${ratio.toFixed(2)} (${goal(most, ratio)}; ` +
        `qa ${median(times).toFixed(0)} ms with its start, VALIDATE ` +
        `${median(validations).toFixed(0)} ms, ${rounds} rounds), peak ${peakMb.toFixed(0)} MB`,
    );
  }
}

function scan(option) {
  const words = [
    tellUsage,
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
  return timed(process.execPath, words);
}

async function query(where, sql) {
  const client = new pg.Client(where);
  await client.connect();
  await client.query(sql);
  await client.end();
}
