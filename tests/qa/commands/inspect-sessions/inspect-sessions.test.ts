import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { formats } from '../../../../src/qa/reporters/formats.ts';
import { runLine } from '../../../support/command-line.ts';
import { startDroppingProxy } from '../../../support/option-dropping-proxy.ts';
import { pgbouncerInstalled, startPgbouncer, type PoolerOptions } from '../../../support/pgbouncer.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { createRole, type SessionRole } from '../../../support/session-role.ts';

describe('qa inspect-sessions', () => {
  let database: FreshDatabase;
  let app: SessionRole;
  let api: SessionRole;
  let cwd: string;
  const running: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    app = await createRole(database);
    api = await createRole(database);
    await database.query(`alter role ${app.name} set statement_timeout = '10min';
      alter role ${app.name} set lock_timeout = '2min';
      alter role ${app.name} set idle_in_transaction_session_timeout = '1min';
      grant usage on schema public to ${api.name}`);
    cwd = await mkdtemp(join(tmpdir(), 'inspect sessions '));
    await writeFile(join(cwd, 'qa.config.json'), JSON.stringify({ apiRoles: [api.name] }));
  });
  afterEach(async () => {
    while (running.length > 0) await running.pop()?.();
  });
  afterAll(async () => {
    await app.drop();
    await api.drop();
    await database.close();
    await rm(cwd, { recursive: true });
  });
  const run = (line: readonly string[], url = app.url) =>
    runLine(['inspect-sessions', ...line], { environment: { QA_DATABASE_URL: url }, cwd });
  const report = async (line: readonly string[], url = app.url): Promise<Report> => {
    const { code, stdout } = await run([...line, '--format', 'json'], url);
    const read = JSON.parse(stdout) as Report;
    expect(read.exitCode).toBe(code);
    return read;
  };
  const pooler = async (options: PoolerOptions): Promise<string> => {
    const { url, stop } = await startPgbouncer(new URL(app.url), options);
    running.push(stop);
    return url;
  };

  it('a healthy database: every check is clear, and what was proved is said', async () => {
    const { code, stdout, stderr } = await run(['--verbose']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✔ All clear: 11 checks\nqa inspect-sessions · 127\.0\.0\.1:\d+\/test_\w+\n/);
    expect(stdout).toContain(
      'Connection: direct. The backend that answers is the one that the server\n  announced.',
    );
    expect(stdout).toMatch(new RegExp(`statement_timeout +10 min +set for the role ${app.name}\n`));
    expect(stdout).toMatch(/Connections: \d+ of 197 \(\d+ %\) of the server/);
    expect(stdout).toContain(`Past row security ${api.name} reaches 0 of `);
    expect(stdout).toMatch(/✔ All clear: 11 checks \(11 clear\) in \d+ ms \(exit 0\)\n$/);
    expect(stdout + stderr).not.toContain('secret-of-the-test');
    const { cleanup, scope } = await report([]);
    expect(cleanup).toEqual({ status: 'not-needed', undo: [] });
    expect(scope).toMatchObject({
      server: expect.stringMatching(/^PostgreSQL 18\.\d+$/),
      role: app.name,
      tables: expect.any(Number),
      leftOut: [
        { what: 'functions', reason: 'not looked at for what an API role reaches' },
        { what: 'roles that bypass row security', reason: 'not looked at for what an API role reaches' },
        {
          what: expect.stringMatching(/^application and state of \d+ sessions$/),
          reason: `hidden from ${app.name}`,
        },
      ],
    });
  });

  it('warnings exit with 0, and with --fail-on warning with 1; the remedy can be pasted', async () => {
    await database.query(`grant select on user_profiles to ${api.name}`);
    const mild = await run(['--only', 'exposed-table']);
    expect(mild.code).toBe(0);
    expect(mild.stdout).toContain('alter table public.user_profiles enable row level security;');
    expect((await run(['--fail-on', 'warning'])).code).toBe(1);
    await database.query(`revoke select on user_profiles from ${api.name}`);
    expect((await run(['--fail-on', 'warning'])).code).toBe(0);
  });

  it('no connection left is an error, exit 1', async () => {
    await database.query(`alter role ${app.name} connection limit 0`);
    const { verdicts, exitCode } = await report([]);
    await database.query(`alter role ${app.name} connection limit -1`);
    expect(exitCode).toBe(1);
    expect(verdicts.find(({ check }) => check === 'saturated-connections')?.findings).toMatchObject([
      { severity: 'error', message: `No connection is left: too many connections for role "${app.name}".` },
    ]);
  });

  it('what cannot be seen is unknown, exit 3: a missing role of the API, a missing server', async () => {
    const config = join(cwd, 'other.json');
    await writeFile(config, JSON.stringify({ apiRoles: ['nobody_of_ours'] }));
    const missing = await run(['--config', config]);
    expect(missing.code).toBe(3);
    expect(missing.stdout).toContain('? exposed-table: There is no role nobody_of_ours in this database');
    const nowhere = await run(['--timeout', '1s'], 'postgresql://u@127.0.0.1:1/none');
    expect(nowhere.code).toBe(3);
    expect(nowhere.stdout).toContain('✖ 11 checks not run, in ');
  });

  it('a refused password is exit 4', async () => {
    const wrong = new URL(app.url);
    wrong.password = 'not-the-secret';
    const { code, stdout, stderr } = await run([], wrong.href);
    expect(code).toBe(4);
    expect(stdout + stderr).not.toContain('not-the-secret');
  });

  it.each([
    [['--compare-url', 'mysql://x'], '--compare-url cannot be used. The database URL begins with mysql://'],
    [['--only', 'role-timeouts'], 'Did you mean "role-timeout"?'],
    [['--timeout', 'soon'], '"soon" is not a duration'],
    [['users'], 'users'],
  ])('%s is a usage error, exit 2', async (line, says) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it.each(formats.filter((format) => format !== 'mermaid' && format !== 'dot'))(
    '--format %s',
    async (format) => {
      const { code, stdout } = await run(['--format', format]);
      expect(code).toBe(0);
      expect(stdout.length).toBeGreaterThan(0);
      if (['table', 'markdown', 'html'].includes(format)) expect(stdout).toContain('Connection: direct.');
    },
  );

  it('another port is compared, or said to be out of reach', async () => {
    const proxy = await startDroppingProxy(new URL(app.url));
    running.push(proxy.stop);
    const { code, stdout } = await run(['--compare-url', proxy.url]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      / here +there\n +pooling +direct +session\n[^]+\n +startup options +arrived +dropped\n/,
    );
    const gone = await run(['--compare-url', 'postgresql://u@127.0.0.1:1/none']);
    expect(gone.code).toBe(0);
    expect(gone.stdout).toContain(
      'Compared with 127.0.0.1:1/none: it could not be looked at: could not connect',
    );
  });

  if (!pgbouncerInstalled) {
    it('poolers are not tested here: pgbouncer is not installed (apt-get install pgbouncer)', () => {
      process.stderr.write(
        'PgBouncer is not installed: qa inspect-sessions through poolers was not tested.\n',
      );
    });
    return;
  }

  it('a transaction pooler: warnings, exit 0, and what was left on it is taken back', async () => {
    const { verdicts, cleanup, exitCode } = await report([], await pooler({ mode: 'transaction', size: 2 }));
    expect(exitCode).toBe(0);
    expect(cleanup).toEqual({ status: 'complete', undo: [] });
    expect(verdicts.filter(({ status }) => status === 'found').map(({ check }) => check)).toEqual([
      'transaction-pooler',
      'rejected-startup-options',
      'leaking-settings',
    ]);
  });

  it('nothing is left on a pooler where the checks that ask for it are skipped', async () => {
    const left = await report(
      ['--skip', 'leaking-settings,transaction-pooler'],
      await pooler({ mode: 'transaction' }),
    );
    expect(left).toMatchObject({ exitCode: 0, cleanup: { status: 'not-needed' } });
    expect(left.evidence).not.toHaveProperty('carryOver');
  });

  it('a statement pooler: what needs a transaction is unknown, exit 3', async () => {
    const { code, stdout } = await run([], await pooler({ mode: 'statement' }));
    expect(code).toBe(3);
    expect(stdout).toContain(
      '? saturated-connections, exposed-table: transaction blocks not allowed in\n  statement pooling mode',
    );
  });

  it('what could not be taken back is said, exit 5, and the printed line undoes it', async () => {
    // Eight connections are let through: the last one leaves its mark, and nobody gets in to look for it.
    const proxy = await startDroppingProxy(
      new URL(await pooler({ mode: 'session', size: 5, settings: ['server_reset_query ='] })),
      { connections: 8 },
    );
    running.push(proxy.stop);
    const { cleanup, evidence, exitCode, verdicts } = await report([], `${proxy.url}?sslmode=disable`);
    expect({ exitCode, status: cleanup.status, lines: cleanup.undo.length }).toEqual({
      exitCode: 5,
      status: 'incomplete',
      lines: 1,
    });
    expect(verdicts.find(({ check }) => check === 'leaking-settings')).toMatchObject({ status: 'unknown' });
    const { backend } = evidence['carryOver'] as { backend: number };
    const alive = () => database.query(`select from pg_stat_activity where pid = ${backend}`);
    expect(await alive()).toHaveLength(1);
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(cleanup.undo[0] ?? '');
    await client.end();
    await expect.poll(alive).toHaveLength(0);
  });
});
