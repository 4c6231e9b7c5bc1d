import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { formats } from '../../../../src/qa/reporters/formats.ts';
import { runLine, unwrapped } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { actors, type Actors } from '../../../checks/locks/look-at.ts';

let database: FreshDatabase;
let cast: Actors;
beforeAll(async () => {
  database = await freshDatabase({ schema: 'empty' });
  await database.query('create table parent (id int primary key); select pg_stat_reset()');
  cast = actors(database.url);
});
afterAll(async () => {
  await cast.leave();
  await database.close();
});

const run = (line: readonly string[], url: string | null = database.url) =>
  runLine(['inspect-locks', ...line], { environment: url === null ? {} : { QA_DATABASE_URL: url } });
const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

it('a quiet database is exit 0, and says what was looked at', async () => {
  const { code, stdout, stderr } = await run([]);
  expect(unwrapped(stdout)).toMatch(
    /^Looked at \d+ sessions? of the database test_\w+ and \d+ locks?: nobody waits\.$/m,
  );
  expect(stdout).toContain('7 clear');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it.each<[string, readonly string[], () => string | null, number, string]>([
  ['no database', [], () => null, 2, 'No database was named'],
  ['a refused connection', [], () => 'postgresql://x@127.0.0.1:1/x', 3, 'could not connect'],
  [
    'a database that does not exist',
    [],
    () => changed((url) => (url.pathname = '/absent')),
    3,
    'does not exist',
  ],
  [
    'a refused password',
    [],
    () => changed((url) => (url.password = 'wrong-password')),
    4,
    'password authentication failed',
  ],
  ['an unknown code', ['--only', 'lock-queues'], () => database.url, 2, 'Did you mean "lock-queue"'],
  ['an interval of nothing', ['--watch', '--interval', '0'], () => database.url, 2, 'is not a duration'],
])('%s', async (_, line, url, exit, sentence) => {
  const { code, stdout, stderr } = await run(line, url());
  expect(unwrapped(stdout + stderr)).toContain(sentence);
  expect(stdout + stderr).not.toContain('wrong-password');
  expect(code).toBe(exit);
});

describe('with a queue', () => {
  beforeAll(async () => {
    await cast.open('api', 'begin', "select 'someone@example.com' from parent");
    const migration = await cast.open('alembic');
    await migration.wait('alter table parent add column note text');
    const reader = await cast.open('reader');
    await reader.wait('select * from parent');
  });

  it.each(formats)('--format %s tells who waits, and no value of a statement', async (format) => {
    const { code, stdout } = await run(['--format', format]);
    expect(code).toBe(format === 'nagios' ? 2 : 1);
    expect(stdout).toContain(format === 'prometheus' ? 'blocked-ddl' : 'ACCESS EXCLUSIVE on public.parent');
    expect(stdout).not.toContain('someone@example.com');
  });

  it('for whom states are hidden, no cause is excluded that only a state could tell', async () => {
    await database.query("create role outsider_queue login password 'outside'");
    const url = changed((each) => {
      each.username = 'outsider_queue';
      each.password = 'outside';
    });
    const { stdout } = await run(['--format', 'json'], url);
    await database.query('drop role outsider_queue');
    const { diagnosis } = JSON.parse(stdout) as Report;
    const status = Object.fromEntries(
      (diagnosis?.hypotheses ?? []).map((each) => [each.cause, each.status] as const),
    );
    expect(status['migration-blocked']).toBe('confirmed');
    expect(status['idle-transaction-holds-locks']).not.toBe('excluded');
  });

  it.each([
    [['--only', 'lock-queue'], 0, ['lock-queue']],
    [['--only', 'lock-queue', '--fail-on', 'warning'], 1, ['lock-queue']],
    [['--skip', 'blocked-ddl,lock-queue', '--fail-on', 'never'], 0, ['idle-in-transaction']],
  ])('%j', async (line, exit, codes) => {
    const { code, stdout } = await run([...line, '--format', 'json']);
    const { verdicts } = JSON.parse(stdout) as { verdicts: { check: string; status: string }[] };
    expect(verdicts.filter(({ status }) => status === 'found').map(({ check }) => check)).toEqual(codes);
    expect(code).toBe(exit);
  });
});
