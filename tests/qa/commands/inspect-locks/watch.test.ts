import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '../../../../src/qa/run.ts';
import { ownProcesses, runLine } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { actors, type Actors } from '../../../checks/locks/look-at.ts';

let database: FreshDatabase;
let cast: Actors;
beforeEach(async () => {
  database = await freshDatabase({ schema: 'empty' });
  await database.query('create table parent (id int primary key)');
  cast = actors(database.url);
});
afterEach(async () => {
  await cast.leave();
  await database.close();
});

/** A wait that begins and ends while somebody watches. */
const play = async () => {
  await new Promise((resolve) => setTimeout(resolve, 700));
  const reader = await cast.open('api', 'begin', 'select * from parent');
  const migration = await cast.open('alembic');
  const waiting = await migration.wait('alter table parent add column note text');
  await new Promise((resolve) => setTimeout(resolve, 900));
  await reader.client.query('commit');
  await waiting.ended;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { reader, migration };
};

it('off a terminal each change is one line, and the watch ends with the worst state seen', async () => {
  let interrupt = (): void => undefined;
  const watching = runLine(['inspect-locks', '--watch', '--interval', '100ms', '--format', 'json'], {
    environment: { QA_DATABASE_URL: database.url },
    onSignal: (listener) => {
      interrupt = () => listener('SIGINT');
      return () => undefined;
    },
  });
  const { reader, migration } = await play();
  interrupt();
  const { code, stdout, stderr } = await watching;
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ command: 'inspect-locks', exitCode: 1 });
  const lines = [...stderr.matchAll(/^qa: \S+Z (.*)$/gm)].map(([, line]) => line);
  expect(lines.filter((line) => line?.includes(`${migration.pid}`))).toEqual([
    expect.stringMatching(
      new RegExp(
        `^pid ${migration.pid} \\(alembic, .*\\) waits for ACCESS EXCLUSIVE on public.parent, behind pid ${reader.pid}$`,
      ),
    ),
    `pid ${migration.pid} waits no more`,
  ]);
  expect(lines.filter((line) => !line?.includes('pid '))).toEqual([
    'nothing found',
    'blocked-ddl, idle-in-transaction',
    'nothing found',
  ]);
});

it('on a terminal the tree is redrawn in place, and no line is wider than it', async () => {
  const columns = 50;
  let drawn = '';
  let interrupt = (): void => undefined;
  const watching = run(['inspect-locks', '--watch', '--interval', '100ms'], {
    environment: { QA_DATABASE_URL: database.url },
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    stdout: { write: (text) => void (drawn += text), isTerminal: true, columns },
    stderr: { write: () => undefined, isTerminal: true, columns },
    onSignal: (listener) => {
      interrupt = () => listener('SIGINT');
      return () => undefined;
    },
  });
  const { migration } = await play();
  interrupt();
  expect(await watching).toBe(1);
  const pictures = drawn.split(/\u001b\[\d+A\u001b\[J/);
  const ups = [...drawn.matchAll(/\u001b\[(\d+)A/g)].map(([, lines]) => Number(lines));
  // The last one is followed by the report.
  const watched = pictures.slice(0, -1).map((picture) => picture.trimEnd().split('\n'));
  expect(ups).toEqual(watched.map((lines) => lines.length));
  expect(Math.max(...watched.flat().map((line) => [...line].length))).toBeLessThanOrEqual(columns);
  expect(watched.some((lines) => lines.some((line) => line.startsWith(`└─ pid ${migration.pid}`)))).toBe(
    true,
  );
  expect(watched.at(-1)?.at(-1)).toContain('nothing found');
});

it('ends at the deadline', async () => {
  const began = performance.now();
  const { code } = await runLine(
    ['inspect-locks', '--watch', '--interval', '50ms', '--deadline', '600ms', '--format', 'json'],
    {
      environment: { QA_DATABASE_URL: database.url },
    },
  );
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(3_000);
});
