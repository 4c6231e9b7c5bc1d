import { spawnSync } from 'node:child_process';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { alembicIsInstalled, alembicProject, runProgram } from '../../../checks/migrations/alembic.ts';
import { versionTableSql } from '../../../checks/migrations/trees.ts';
import { startHealthServer, type HealthServer } from '../../../checks/deployment/health-server.ts';
import { runLine } from '../../../support/command-line.ts';
import { freshDatabase } from '../../../support/postgres.ts';

let folder: string;
let server: HealthServer;
beforeAll(async () => {
  server = await startHealthServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a log '));
});
afterEach(() => rm(folder, { recursive: true }));

interface Around {
  /** The codes to judge; who names one asks for it, and what is left out is then unknown. */
  readonly only?: string | null;
  readonly environment?: Record<string, string>;
  readonly stdin?: string;
}

const line = (
  more: readonly string[],
  { only = 'failed-start', environment = { PATH: '' }, stdin = '' }: Around = {},
) =>
  runLine(
    ['verify-railway', '--base-url', server.origin, ...(only === null ? [] : ['--only', only]), ...more],
    { environment, cwd: folder, stdin },
  );

async function judged(more: readonly string[], around?: Around) {
  const { code, stdout, stderr } = await line([...more, '--format', 'json'], around);
  const { verdicts, evidence } = JSON.parse(stdout) as Report;
  const verdict = verdicts.find(({ check }) => check === 'failed-start');
  if (verdict === undefined) throw new Error('failed-start was not judged');
  return {
    code,
    stdout,
    stderr,
    verdict,
    evidence,
    subjects: verdict.findings.map(({ subject }) => subject),
  };
}

const steady = (text: string): string =>
  text.replace(/in \d+ ms/g, 'in N ms').replaceAll(server.origin, 'http://api');

it('a log that says why names the cause, and is quoted, on a terminal', async () => {
  await copyFile('fixtures/logs/alembic-unknown-revision.log', join(folder, 'deploy.log'));
  const { code, stdout, stderr } = await line(['--log', 'deploy.log']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(steady(stdout)).toBe(`✖ The database is at a revision that the code does not have
qa verify-railway · http://api
why           The log deploy.log says that the database is at a revision that
                the code does not have: "ERROR [alembic.util.messaging] Can't
                locate revision identified by 'deadbeef0000'" (line 4 of 4).
explains      1 finding: failed-start
do now        qa inspect-migrations --versions-dir alembic/versions --database-url "$DATABASE_URL" --base-url http://api
              Deploy the code that has the revision, or, where another service
                shares the database on purpose, say so in the configuration.
5 requests
Read 4 lines of the log deploy.log: the last start failed.
✖ migration-unknown-revision: 1 error, 0 clear in N ms (exit 1)
`);
});

it('a healthy start is clear, and says how much was read', async () => {
  await copyFile('fixtures/logs/healthy.log', join(folder, 'deploy.log'));
  const { code, stdout } = await line(['--log', 'deploy.log']);
  expect({ code, said: steady(stdout) }).toEqual({
    code: 0,
    said:
      '✔ All clear: 5 requests\n' +
      'qa verify-railway · http://api\n' +
      '5 requests\n' +
      'Read 9 lines of the log deploy.log: the last start came up on line 3.\n' +
      '✔ All clear: 5 requests (1 clear) in N ms (exit 0)\n',
  });
});

it('a log that says nothing of a start is unknown', async () => {
  await writeFile(join(folder, 'deploy.log'), 'hello\n');
  const { code, verdict } = await judged(['--log', 'deploy.log']);
  expect({ code, ...verdict }).toMatchObject({
    code: 3,
    status: 'unknown',
    reason: 'nothing in deploy.log is about a start (lines read: 1)',
  });
});

it('reads standard input', async () => {
  const stdin = "2026-01-26T09:00:00.1Z Error: Invalid value for '--port': '$PORT' is not a valid integer.\n";
  const { code, subjects, verdict } = await judged(['--log', '-'], { stdin });
  expect({ code, subjects }).toEqual({ code: 1, subjects: ['bad-port'] });
  // The time is kept where the line is quoted.
  expect(verdict.findings[0]?.facts['lines']).toEqual([{ line: 1, text: stdin.trim(), before: null }]);
});

it.each([
  [
    'absent.log',
    "qa: --log absent.log is not there: give the file of a deployment's log, or - for standard input.\n",
  ],
  ['.', "qa: --log . is a directory: give the file of a deployment's log.\n"],
])('--log %s is a usage error', async (name, stderr) => {
  expect(await line(['--log', name])).toEqual({ code: 2, stdout: '', stderr });
});

it('of a huge log the end is read, in a bounded time', async () => {
  const noise = `${'x'.repeat(200)}\n`.repeat(5_000);
  const path = join(folder, 'deploy.log');
  const start = 'INFO:     Application startup complete.\n';
  await writeFile(path, start + noise.repeat(20) + "FAILED: Can't locate revision identified by 'a1'\n");
  const began = performance.now();
  const { code, subjects, evidence } = await judged(['--log', 'deploy.log']);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect({ code, subjects }).toEqual({ code: 1, subjects: ['unknown-revision'] });
  expect(evidence['startLog']).toMatchObject({ isCut: true });
});

it('what a log says of secrets is not repeated', async () => {
  const secret = 'a-very-secret-word';
  const url = `postgresql://app:${secret}@db/app`;
  const failed = `connection to server at "db", port 5432 failed: ${url} password=${secret}`;
  await writeFile(join(folder, 'deploy.log'), `${failed}\n`);
  for (const format of ['table', 'json', 'html', 'markdown', 'junit', 'github']) {
    const { code, stdout } = await line(['--log', 'deploy.log', '--format', format, '--verbose']);
    expect(code).toBe(1);
    expect(stdout).toContain('redacted');
    expect(stdout).not.toContain(secret);
  }
});

describe("Railway's command line", () => {
  const railway = async (logs: string) => {
    const path = join(folder, 'railway');
    await writeFile(
      path,
      `#!/usr/bin/env node
const words = process.argv.slice(2).join(' ');
if (words.startsWith('deployment list')) console.log(JSON.stringify([{ id: 'd7', status: 'CRASHED' }]));
else if (words.startsWith('logs ')) { ${logs} }
else console.log('{}');
`,
    );
    await chmod(path, 0o755);
    return { PATH: [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) };
  };
  const entry = JSON.stringify({
    timestamp: '2026-01-26T09:00:00Z',
    message: 'psycopg2.errors: canceling statement due to lock timeout',
    level: 'error',
  });
  const look = (environment: Record<string, string>, ...more: string[]) => {
    // What runs on this machine is not what Railway tells of; a name in its private network may be.
    return judged(['--target', 'prod', ...more], { environment });
  };

  it('is asked for the log of the latest deployment', async () => {
    const environment = await railway(`
      if (words !== 'logs d7 --deployment --json --lines 1000') process.exit(9);
      console.log(${JSON.stringify(entry)});`);
    const { code, subjects, verdict } = await look(environment);
    expect({ code, subjects }).toEqual({ code: 1, subjects: ['lock-timeout'] });
    expect(verdict.findings[0]?.message).toBe(
      'The log d7 says that a migration waited for a lock until its lock_timeout was over: ' +
        '"2026-01-26T09:00:00Z psycopg2.errors: canceling statement due to lock timeout" (line 1 of 1).',
    );
  });

  it('may be one that knows no --lines, and goes on telling', async () => {
    const environment = await railway(`
      if (words.includes('--lines')) {
    console.error("error: unexpected argument '--lines' found");
    process.exit(2);
  }
      console.log(${JSON.stringify(entry)}); setInterval(() => undefined, 1000);`);
    const { code, subjects } = await look(environment, '--timeout', '3s');
    expect({ code, subjects }).toEqual({ code: 1, subjects: ['lock-timeout'] });
  });

  it('that tells of no log leaves it unknown', async () => {
    const environment = await railway(`console.error('Unauthorized. Please login'); process.exit(1);`);
    const { code, verdict } = await look(environment);
    expect({ code, ...verdict }).toMatchObject({
      code: 3,
      status: 'unknown',
      reason: 'railway logs: Unauthorized. Please login',
    });
  });

  it('whose log goes back to no start leaves nothing to judge', async () => {
    const { verdict } = await judged([], {
      only: null,
      environment: await railway(`console.log('a line of today');`),
    });
    expect(verdict).toMatchObject({
      status: 'skipped',
      reason: 'the log of deployment d7 no longer shows a start',
    });
  });
});

it('without log and without access to Railway there is nothing to judge', async () => {
  const { verdict } = await judged([], { only: null });
  expect(verdict).toMatchObject({
    status: 'skipped',
    reason: expect.stringMatching(
      /^no log was given, and Railway told of none: .+ \(without --log\)$/,
    ) as string,
  });
});

describe("Railway's API", () => {
  const api = setupServer();
  beforeAll(() => api.listen({ onUnhandledRequest: 'bypass' }));
  afterEach(() => api.resetHandlers());
  afterAll(() => api.close());
  const environment = {
    PATH: '',
    RAILWAY_TOKEN: 'project-secret',
    RAILWAY_PROJECT_ID: 'p',
    RAILWAY_ENVIRONMENT_ID: 'e',
    RAILWAY_SERVICE_ID: 's',
  };
  const answer = (deploymentLogs: unknown) =>
    http.post('https://backboard.railway.com/graphql/v2', async ({ request }) => {
      const { query, variables } = (await request.json()) as { query: string; variables: object };
      if (query.includes('deploymentLogs')) {
        expect(variables).toEqual({ deploymentId: 'd9', limit: 1000 });
        return deploymentLogs === null
          ? HttpResponse.json({ errors: [{ message: 'Not Authorized' }] })
          : HttpResponse.json({ data: { deploymentLogs } });
      }
      const deployments = { edges: [{ node: { id: 'd9', status: 'FAILED', instances: [] } }] };
      return HttpResponse.json({ data: { deployments, variables: {} } });
    });

  it('is asked with the token, and its lines are put in their order', async () => {
    api.use(
      answer([
        { timestamp: '2026-01-26T09:00:02Z', message: 'INFO:     Application startup complete.' },
        { timestamp: '2026-01-26T09:00:01Z', message: '[Errno 98] address already in use' },
      ]),
    );
    expect(await judged([], { environment })).toMatchObject({ code: 0, verdict: { status: 'clear' } });
    api.use(
      answer([
        { timestamp: '2026-01-26T09:00:01Z', message: 'INFO:     Application startup complete.' },
        { timestamp: '2026-01-26T09:00:02Z', message: '[Errno 98] address already in use' },
      ]),
    );
    expect(await judged([], { environment })).toMatchObject({ code: 1, subjects: ['address-in-use'] });
  });

  it('that refuses the log leaves it unknown', async () => {
    api.use(answer(null));
    expect(await judged([], { environment })).toMatchObject({
      code: 3,
      verdict: { status: 'unknown', reason: 'Not Authorized' },
    });
  });
});

describe('real programs', () => {
  const uvicornIsInstalled = spawnSync('uvicorn', ['--version']).status === 0;
  if (!uvicornIsInstalled || !alembicIsInstalled) {
    it('are not tried here: uvicorn or alembic is not installed (apt-get install uvicorn alembic)', () => {
      process.stderr.write('uvicorn or alembic is not installed: what they write was not recognised anew.\n');
    });
    return;
  }
  const saidOf = async ({ stdout, stderr }: { stdout: string; stderr: string }) =>
    (await judged(['--log', '-'], { stdin: stdout + stderr })).subjects;

  it('uvicorn whose port is taken, and cured with a free one', async () => {
    await writeFile(join(folder, 'main.py'), application);
    const other: Server = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    const start = (...words: string[]) => runProgram('uvicorn', ['main:app', ...words], { cwd: folder });
    expect(await saidOf(await start('--port', String(port)))).toEqual(['address-in-use']);
    other.close();
    expect(await saidOf(await start('--port', '$PORT'))).toEqual(['bad-port']);
    // The application ends its process once it has started.
    expect(await saidOf(await start('--port', String(port)))).toEqual([]);
  });

  it('Alembic that cannot locate the revision, and cured with its file', async () => {
    const database = await freshDatabase({ schema: 'empty' });
    const project = await alembicProject('fixtures/migrations/unknown', database.url);
    try {
      await database.query(versionTableSql(['deadbeef0000']));
      expect(await saidOf(await project.alembic('upgrade', 'head'))).toEqual(['unknown-revision']);
      await writeFile(
        join(project.versions, 'back.py'),
        'revision = "deadbeef0000"\ndown_revision = "e0e1e2e3e4e5"\n',
      );
      const cured = await project.alembic('upgrade', 'head');
      expect(cured.code).toBe(0);
      expect(await saidOf(cured)).toEqual([]);
    } finally {
      await project.remove();
      await database.close();
    }
  });
});

/** The smallest application that speaks ASGI; a second after its start it is asked to end. */
const application = `import os, signal, threading

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
            threading.Timer(1, os.kill, (os.getpid(), signal.SIGTERM)).start()
`;
