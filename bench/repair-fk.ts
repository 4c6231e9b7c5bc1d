/**
 * How long a writer is held up while a key that leads to the wrong column is repaired: `qa repair-fk --apply`
 * against nobody repairing anything, and the plain ALTER TABLE … DROP …, ADD …; with an idle transaction that
 * has read the parent, too. Goal: at most twice the longest stall with nobody, and no failed write. Who
 * starts a process holds up the writers here too, so that with nobody one is started as well.
 * usage: npm run bench repair-fk
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded } from '../src/api/database/embedded.ts';
import { goal, median, timed } from './measure/measure.ts';

const rows = 500_000;
const writers = 8;
const rounds = 3;
const idleMs = 3_000;

const server = await startEmbedded({});
const admin = await connected();
await admin.query(`create table user_profiles (id uuid primary key, user_id uuid not null unique);
  create table user_personalization (user_id uuid primary key, seen int not null default 0);
  insert into user_profiles select id, id from (select gen_random_uuid() as id from generate_series(1,
    ${rows})) as ids;
  insert into user_personalization select user_id from user_profiles`);
await admin.query('vacuum analyze');
const known = (
  await admin.query<{ user_id: string }>('select user_id from user_personalization limit 1000')
).rows.map(({ user_id }) => user_id);

for (const reader of [false, true]) {
  const name = reader ? `idle reader of ${idleMs / 1000} s` : 'nobody idle';
  const stalls = { nobody: [] as number[], naive: [] as number[], ours: [] as number[] };
  let failed = 0;
  // In turn, so that whatever else the machine does meets all of them.
  for (let round = 0; round < rounds; round += 1) {
    stalls.nobody.push(
      (await stall(reader, () => timed(process.execPath, ['-e', 'setTimeout(() => {}, 3000)']))).longest,
    );
    stalls.naive.push((await stall(reader, alterPlainly)).longest);
    const ours = await stall(reader, repair);
    stalls.ours.push(ours.longest);
    failed += ours.failed;
  }
  const [nobody, naive, ours] = [median(stalls.nobody), median(stalls.naive), median(stalls.ours)];
  console.log(
    `repair-fk, ${name}: ${(ours / nobody).toFixed(1)} (${goal(2, ours / nobody)}; longest stall of ` +
      `${writers} writers, median of ${rounds} rounds: qa ${ours.toFixed(0)} ms, nobody ` +
      `${nobody.toFixed(0)} ms, plain ALTER ${naive.toFixed(0)} ms; failed writes ${failed}, ` +
      `${goal(0, failed)})`,
  );
}
await admin.end();
await server.stop();

/**
 * The longest write, in milliseconds, of all writers from before `work` until after it; the key leads to the
 * wrong column at first.
 */
async function stall(
  reader: boolean,
  work: () => Promise<unknown>,
): Promise<{ readonly longest: number; readonly failed: number }> {
  await admin.query(`alter table user_personalization drop constraint if exists
    user_personalization_user_id_fkey;
    alter table user_personalization add constraint user_personalization_user_id_fkey foreign key (user_id)
      references user_profiles (id)`);
  let writing = true;
  let longest = 0;
  let failed = 0;
  const written = Array.from({ length: writers }, async (_, writer) => {
    const client = await connected();
    for (let nth = writer; writing; nth += writers) {
      const began = performance.now();
      await client
        .query('update user_personalization set seen = seen + 1 where user_id = $1', [
          known[nth % known.length],
        ])
        .catch(() => (failed += 1));
      longest = Math.max(longest, performance.now() - began);
    }
    await client.end();
  });
  await pause(500);
  longest = 0;
  const idle = await connected();
  const ended = reader
    ? idle
        .query('begin; select from user_profiles limit 1')
        .then(() => pause(idleMs))
        .then(() => idle.query('commit'))
    : Promise.resolve();
  await pause(100);
  await work();
  writing = false;
  await Promise.all([...written, ended]);
  await idle.end();
  return { longest, failed };
}

async function alterPlainly(): Promise<void> {
  const client = await connected();
  await client.query(`alter table user_personalization drop constraint user_personalization_user_id_fkey,
    add constraint user_personalization_user_id_fkey foreign key (user_id) references user_profiles
      (user_id) on delete cascade`);
  await client.end();
}

async function repair(): Promise<void> {
  const key = 'user_personalization_user_id_fkey';
  const words = ['repair-fk', key, '--apply', '--yes', '--quiet', '--database-url', server.url];
  await timed(process.execPath, ['dist/qa.js', ...words]);
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(server.url);
  await client.connect();
  return client;
}
