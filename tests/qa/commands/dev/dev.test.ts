import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runLine } from '../../../support/command-line.ts';
import { startDev } from '../../../support/dev-server.ts';
import { freshDatabase } from '../../../support/postgres.ts';

/** As installed: signals and kills need a process of its own. */
const bundle = fileURLToPath(new URL('../../../../dist/qa.js', import.meta.url));

describe('qa dev', () => {
  let cwd: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'qa dev '));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    }
    await rm(cwd, { recursive: true });
  });

  const qa = (...line: string[]) => {
    const child = spawn(process.execPath, [bundle, ...line], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
    const ended = once(child, 'close').then(([code]) => code as number | null);
    return { child, ended, output: () => text };
  };
  const startBundle = async (...line: string[]) => {
    const dev = qa('dev', '--port', '0', ...line);
    while (!dev.output().includes('Ctrl-C')) {
      if (dev.child.exitCode !== null) throw new Error(dev.output());
      await pause(10);
    }
    return { ...dev, file: await readDevFile() };
  };
  const readDevFile = async () =>
    JSON.parse(await readFile(join(cwd, '.qa', 'dev.json'), 'utf8')) as {
      pid: number;
      baseUrl: string;
      token: string;
      databaseUrl: string;
    };
  const answers = (databaseUrl: string) => {
    const client = new pg.Client(databaseUrl);
    client.on('error', () => undefined);
    return client
      .connect()
      .then(() => client.end())
      .then(
        () => true,
        () => false,
      );
  };

  it('tells how to reach it, in .qa/dev.json and on standard output, and the token is good', async () => {
    const database = await freshDatabase({ schema: 'empty' });
    const dev = await startDev('--database-url', database.url);
    try {
      const path = join(dev.cwd, '.qa', 'dev.json');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const file = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
      expect(file).toEqual({
        schema: 1,
        pid: process.pid,
        startedAt: expect.stringMatching(/Z$/),
        baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        apiPrefix: '/api',
        token: expect.stringMatching(/^eyJ/),
        databaseUrl: database.url,
        incident: null,
      });
      for (const told of ['baseUrl', 'token', 'databaseUrl']) expect(dev.output()).toContain(file[told]);
      const preferences = await fetch(`${file['baseUrl']}/api/users/personalization/`, {
        headers: { authorization: `Bearer ${file['token']}` },
      });
      expect(preferences.status).toBe(200);
    } finally {
      expect(await dev.stop()).toMatchObject({ exitCode: 0 });
      await database.close();
    }
  });

  // One with a server of its own, which takes seconds to start; to the others one is lent, and is not theirs
  // to end.
  it.each([
    ['SIGINT', 'own'],
    ['SIGTERM', 'lent'],
    ['SIGHUP', 'lent'],
  ] as const)('%s ends it with 0 and leaves nothing', async (signal, server) => {
    const lent = server === 'lent' ? await freshDatabase({ schema: 'empty' }) : null;
    const { child, ended, file } = await startBundle(...(lent === null ? [] : ['--database-url', lent.url]));
    expect(await answers(file.databaseUrl)).toBe(true);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(await answers(file.databaseUrl)).toBe(lent !== null);
    await lent?.close();
    await expect(fetch(file.baseUrl)).rejects.toThrow('fetch failed');
    expect(await readdir(cwd)).toEqual([]);
  });

  it('refuses a second one in the same directory, and takes over from a killed one', async () => {
    const first = await startBundle();
    const second = qa('dev', '--port', '0');
    expect(await second.ended).toBe(2);
    expect(second.output()).toMatch(
      new RegExp(`^qa: qa dev already runs here \\(process ${first.child.pid}, .*\n$`),
    );

    first.child.kill('SIGKILL');
    await first.ended;
    expect(await answers(first.file.databaseUrl)).toBe(true);
    const third = await startBundle();
    expect(third.file.pid).toBe(third.child.pid);
    expect(await answers(first.file.databaseUrl)).toBe(false);
  });

  it.each([
    ['--list-incidents', /^silent-write-loss +Mutes do not stay$/m],
    ['--list-faults', /^replica-lag +Reads come from a replica.* \(replica-lag=800 milliseconds\)$/m],
    ['--list-faults', /^missing-unmute +.* \(missing-unmute=plain\|worded\)$/m],
  ])('%s lists them, and starts nothing', async (option, line) => {
    const { code, stdout } = await runLine(['dev', option]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(line)]);
  });

  it('breaks in several ways at once, and tells how only to who asks', async () => {
    const several = ['--incident', 'green-but-failing', '--incident', 'stale-deployment'];
    const broken = /The table of the preferences was renamed.*another commit/;
    for (const [options, told] of [
      [several, false],
      [[...several, '--fault', 'clock-ahead=600', '--spoil'], true],
    ] as const) {
      const database = await freshDatabase({ schema: 'empty' });
      const dev = await startDev('--database-url', database.url, ...options);
      try {
        expect(broken.test(dev.output())).toBe(told);
        expect(dev.output()).toContain('Incident   green-but-failing + stale-deployment');
        const file = JSON.parse(await readFile(join(dev.cwd, '.qa', 'dev.json'), 'utf8')) as {
          baseUrl: string;
          token: string;
          incident: string;
        };
        const health = await fetch(`${file.baseUrl}/api/health`);
        expect(await health.json()).toMatchObject({ commit: expect.stringMatching(/^0a1b2c/) });
        const ahead = Date.parse(health.headers.get('date') ?? '') - Date.now() > 500_000;
        expect([ahead, file.incident.includes('clock-ahead=600')]).toEqual([told, told]);
        const headers = { authorization: `Bearer ${file.token}` };
        expect((await fetch(`${file.baseUrl}/api/users/personalization/`, { headers })).status).toBe(500);
      } finally {
        await dev.stop();
        await database.close();
      }
    }
  });

  it.each([
    [
      'a fault that was not meant',
      ['--fault', 'lost-mutes'],
      /no fault "lost-mutes". Did you mean "lost-mute"/,
    ],
    ['a fault that is none', ['--fault', 'xyzzy'], /no fault "xyzzy". qa dev --list-faults lists them/],
    [
      'a setting that is none',
      ['--fault', 'replica-lag=soon'],
      /cannot be set to "soon": give a whole number/,
    ],
    ['a setting too many', ['--fault', 'lost-mute=2'], /has no setting/],
    [
      'an incident that is none',
      ['--incident', 'xyzzy'],
      /no incident "xyzzy". qa dev --list-incidents lists them/,
    ],
    [
      'two that cannot be',
      ['--incident', 'healthy-january', '--incident', 'healthy-june'],
      /healthy-january and healthy-june cannot be combined: each wants another release/,
    ],
  ])('%s is said before anything is started', async (_, line, message) => {
    const { code, stderr } = await runLine(['dev', ...line]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    [
      'an unknown incident',
      ['--incident', 'profile-mising'],
      2,
      /no incident "profile-mising".*Did you mean "profile-missing"/,
    ],
    ['a port that is none', ['--port', '80800'], 2, /--port 80800 is not a port/],
    ['a database of another kind', ['--database-url', 'mysql://x@h/d'], 2, /begins with mysql:\/\//],
    [
      'a database that nobody runs',
      ['--port', '0', '--database-url', 'postgresql+psycopg://x:secret-of-the-test@127.0.0.1:1/x'],
      3,
      /did not start: connect ECONNREFUSED 127\.0\.0\.1:1/,
    ],
    [
      'ending a server that is not ours',
      ['--incident', 'readiness-503', '--database-url', 'postgresql://x@h/d'],
      2,
      /^qa: The incident readiness-503 ends the database server, .* its own only: leave out --database-url\.\n$/,
    ],
    [
      'a port with more behind it',
      ['--port', 'x80'],
      2,
      /^qa: --port x80 is not a port: .* 0 for a free one\.\n$/,
    ],
  ])('%s is said in one sentence', async (_, line, exitCode, message) => {
    const { code, stdout, stderr } = await runLine(['dev', ...line], { cwd });
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at |secret-of-the-test/m);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('never breaks a database that holds something', async () => {
    const database = await freshDatabase();
    const line = ['dev', '--port', '0', '--incident', 'profile-missing', '--database-url', database.url];
    const { code, stderr } = await runLine(line, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/already holds \d+ tables/);
    await database.close();
  });
});
