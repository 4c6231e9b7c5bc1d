import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { run } from '../../../../src/qa/run.ts';
import { recorded, runLine } from '../../../support/command-line.ts';
import { ownProcesses } from '../../../support/own-processes.ts';
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

/** A watch in this process, and what it has written so far. */
const watch = (line: readonly string[], terminal: { readonly columns: number } | null) => {
  const { written, stdout, stderr } = recorded(terminal);
  let interrupt = (): void => undefined;
  const ended = run(['inspect-locks', '--watch', '--interval', '100ms', ...line], {
    environment: { QA_DATABASE_URL: database.url },
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    stdout,
    stderr,
    onSignal: (listener) => {
      interrupt = () => listener('SIGINT');
      return () => undefined;
    },
  });
  const shown = (name: keyof typeof written, pattern: RegExp) =>
    vi.waitFor(
      () => {
        if (!pattern.test(written[name])) throw new Error(`${pattern} is not shown: ${written[name]}`);
      },
      { timeout: 15_000, interval: 20 },
    );
  return { written, shown, end: () => (interrupt(), ended) };
};

/** A wait that begins and ends while somebody watches. */
const play = async (seen: {
  readonly begun: () => Promise<unknown>;
  readonly ended: () => Promise<unknown>;
}) => {
  const reader = await cast.open('api', 'begin', 'select * from parent');
  const migration = await cast.open('alembic');
  const waiting = await migration.wait('alter table parent add column note text');
  await seen.begun();
  await reader.client.query('commit');
  await waiting.ended;
  await seen.ended();
  return { reader, migration };
};

it(
  'off a terminal each change is one line, and the watch ends with the worst state seen',
  { timeout: 60_000 },
  async () => {
    const { written, shown, end } = watch(['--format', 'json'], null);
    await shown('stderr', /nothing found\n/);
    const { reader, migration } = await play({
      begun: () => shown('stderr', /blocked-ddl, idle-in-transaction\n/),
      ended: () => shown('stderr', /waits no more\n(.*\n)*.*nothing found\n/),
    });
    expect(await end()).toBe(1);
    expect(JSON.parse(written.stdout)).toMatchObject({ command: 'inspect-locks', exitCode: 1 });
    const lines = [...written.stderr.matchAll(/^qa: \S+Z (.*)$/gm)].map(([, line]) => line);
    expect(lines).toEqual([
      'nothing found',
      expect.stringMatching(
        new RegExp(
          `^pid ${migration.pid} \\(alembic, .*\\) waits for ACCESS EXCLUSIVE on public.parent, behind pid ${reader.pid}$`,
        ),
      ),
      'blocked-ddl, idle-in-transaction',
      `pid ${migration.pid} waits no more`,
      'nothing found',
    ]);
  },
);

it(
  'on a terminal the tree is redrawn in place, and no line is wider than it',
  { timeout: 60_000 },
  async () => {
    const columns = 50;
    const { written, shown, end } = watch([], { columns });
    const { migration } = await play({
      begun: () => shown('stdout', /└─ pid/),
      ended: () => shown('stdout', /└─ pid[^]*nothing found/),
    });
    expect(await end()).toBe(1);
    const pictures = written.stdout.split(/\u001b\[\d+A\u001b\[J/);
    const ups = [...written.stdout.matchAll(/\u001b\[(\d+)A/g)].map(([, lines]) => Number(lines));
    // The last one is followed by the report.
    const watched = pictures.slice(0, -1).map((picture) => picture.trimEnd().split('\n'));
    expect(ups).toEqual(watched.map((lines) => lines.length));
    expect(Math.max(...watched.flat().map((line) => [...line].length))).toBeLessThanOrEqual(columns);
    expect(watched.some((lines) => lines.some((line) => line.startsWith(`└─ pid ${migration.pid}`)))).toBe(
      true,
    );
  },
);

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
