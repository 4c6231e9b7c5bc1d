import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import {
  startHealthServer,
  type HealthServer,
  type Route,
} from '../../../checks/deployment/health-server.ts';
import { runLine } from '../../../support/command-line.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'verify railway '));
  closing.push(() => rm(cwd, { recursive: true }));
});

async function serve(changed: Record<string, Route> = {}): Promise<HealthServer> {
  const server = await startHealthServer(changed);
  closing.push(() => server.stop());
  return server;
}

/**
 * One run: how it ended, what was found as `error code`, and the report. No railway command is on its PATH.
 */
async function verify(
  origin: string,
  more: readonly string[] = [],
  environment: Record<string, string> = {},
) {
  const ended = await runLine(['verify-railway', '--base-url', origin, '--format', 'json', ...more], {
    environment: { PATH: '', ...environment },
    cwd,
  });
  const report = ended.stdout === '' ? null : (JSON.parse(ended.stdout) as Report);
  const found =
    report?.verdicts.flatMap(({ findings }) => findings.map(({ severity, code }) => `${severity} ${code}`)) ??
    [];
  return {
    ...ended,
    report,
    found: [...new Set(found)].sort(),
    verdict: (code: string) => report?.verdicts.find(({ check }) => check === code),
  };
}

const green = 'warning uncovered-migrations';
const notReady = (more: object): Route => [
  503,
  { status: 'not_ready', version: '1.4.0', environment: 'production', ...more },
];
const page: Route = [200, '<!doctype html><title>Parked</title>', { 'content-type': 'text/html' }];
const everywhere = (route: Route): Record<string, Route> => ({
  '/api/health': route,
  '/api/health/ready': route,
  '/api/health/pool': route,
  '/api/health/classification': route,
  '/api/users/personalization/': route,
});
/** As TrustedHostMiddleware and ALLOWED_HOSTS do. */
const forItsHost: Route = (request, answer) => {
  const own = request.headers.host?.startsWith('127.0.0.1') ?? false;
  answer.writeHead(own ? 200 : 400, { 'content-type': own ? 'application/json' : 'text/plain' });
  answer.end(
    own
      ? JSON.stringify({ status: 'ok', version: '1.4.0', environment: 'production', probe: 'liveness' })
      : 'Invalid host header',
  );
};
/** Good at first. */
const everySecondTime = (): Route => {
  let asked = 0;
  return (_request, answer) => {
    asked += 1;
    answer.writeHead(asked % 2 === 1 ? 200 : 503, { 'content-type': 'application/json' });
    answer.end(
      JSON.stringify({
        status: asked % 2 === 1 ? 'ok' : 'starting',
        version: '1.4.0',
        environment: 'production',
      }),
    );
  };
};
const edge = (status: number, message: string): Route => [
  status,
  { status: 'error', code: status, message },
  { 'x-railway-fallback': 'true', server: 'railway-edge' },
];

describe('one look', () => {
  it.each<[string, Record<string, Route>, number, string[]]>([
    ['healthy', {}, 0, [green]],
    [
      'database away',
      { '/api/health/ready': notReady({ database: 'error: connection refused' }) },
      1,
      ['error degraded-readiness', 'error unreachable-database'],
    ],
    [
      'migrations pending',
      {
        '/api/health/ready': notReady({
          database: 'connected',
          migrations: 'pending',
          migration_head: '1a2b3c4d5e6f',
          migration_current: 'a8da35e3c12b',
        }),
      },
      1,
      ['error degraded-readiness', 'error pending-migrations'],
    ],
    [
      'dead liveness',
      { '/api/health': [500, { detail: 'Internal Server Error' }] },
      1,
      ['error dead-liveness', green],
    ],
    ['a web page', everywhere(page), 1, ['error wrong-host']],
    [
      "Railway's edge, no application",
      everywhere(edge(404, 'Application not found')),
      1,
      ['error railway-edge-error'],
    ],
    [
      "Railway's edge, no answer behind it",
      everywhere(edge(502, 'Application failed to respond')),
      1,
      ['error railway-edge-error'],
    ],
    [
      'redirected readiness',
      { '/api/health/ready': [307, '', { location: 'http://other.example/api/health/ready' }] },
      1,
      ['error degraded-readiness', 'error redirected-request'],
    ],
    [
      'redirected liveness',
      { '/api/health': [301, '', { location: '/api/health/' }] },
      1,
      ['error dead-liveness', 'error redirected-request', green],
    ],
    [
      'readiness says 200 and not_ready',
      { '/api/health/ready': [200, { status: 'not_ready', version: '1.4.0', environment: 'production' }] },
      1,
      ['error contradicting-health', green],
    ],
    [
      'no readiness',
      { '/api/health/ready': [404, { detail: 'Not Found' }] },
      0,
      ['warning missing-readiness'],
    ],
    [
      'worker down',
      { '/api/health/classification': [503, { status: 'worker_down' }] },
      1,
      ['error dead-worker', green],
    ],
    [
      'pool full',
      {
        '/api/health/pool': [
          200,
          {
            status: 'saturated',
            size: 10,
            checked_in: 0,
            checked_out: 20,
            overflow: 10,
            max_overflow: 10,
            capacity: 20,
            usage_pct: 100,
          },
        ],
      },
      1,
      ['error saturated-pool', green],
    ],
    [
      'worker down, said with 200',
      { '/api/health/classification': [200, { status: 'worker_down' }] },
      1,
      ['error dead-worker', green],
    ],
    [
      'under-pressure, under pressure',
      everywhere([
        503,
        {
          code: 'FST_UNDER_PRESSURE',
          error: 'Service Unavailable',
          message: 'Service Unavailable',
          statusCode: 503,
        },
      ]),
      1,
      ['error dead-liveness', 'error degraded-readiness'],
    ],
    [
      "Railway's edge redirects to https",
      everywhere((request, answer) =>
        answer
          .writeHead(301, {
            server: 'railway-edge',
            'x-railway-edge': 'railway/europe-west4',
            location: `https://127.0.0.1${request.url ?? ''}`,
          })
          .end(),
      ),
      1,
      ['error redirected-request'],
    ],
    [
      'health in plain text, errors of another form',
      {
        ...everywhere([404, { message: 'Cannot GET', error: 'Not Found', statusCode: 404 }]),
        '/api/health': [200, 'OK'],
        '/api/health/ready': [200, 'OK'],
      },
      0,
      [green],
    ],
    [
      'health of another form, without the canary',
      {
        ...everywhere([404, { message: 'Cannot GET' }]),
        '/api/health': [200, { status: 'Healthy' }],
        '/api/health/ready': [200, { status: 'Healthy' }],
      },
      0,
      [green],
    ],
    [
      'health of another form that is degraded, and green all the same',
      {
        ...everywhere([404, { message: 'Cannot GET' }]),
        '/api/health': [200, { status: 'Healthy' }],
        '/api/health/ready': [200, { status: 'Degraded' }],
      },
      1,
      ['error contradicting-health', green],
    ],
    [
      'a version of another type, and no database told',
      {
        '/api/health': [200, { status: 'ok', version: 14, environment: 'production', probe: 'liveness' }],
        '/api/health/ready': [
          200,
          { status: 'ready', version: '1.4.0', environment: 'production', probe: 'readiness' },
        ],
      },
      0,
      [green, 'warning unexpected-shape'],
    ],
    [
      'an answer that takes its time',
      {
        '/api/health/pool': (_request, answer) =>
          void setTimeout(
            () => answer.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}'),
            1_100,
          ),
      },
      0,
      [green, 'warning slow-response'],
    ],
    [
      'green probes, failing canary',
      { '/api/users/personalization/': [500, { detail: 'Internal Server Error' }] },
      1,
      ['error healthy-but-failing', green],
    ],
  ])('%s', async (_what, changed, code, found) => {
    const seen = await verify((await serve(changed)).origin);
    expect({ code: seen.code, found: seen.found }).toEqual({ code, found: [...found].sort() });
  });

  it.each<[string, Route, string[]]>([
    ['refuses it', forItsHost, [green, 'warning rejected-healthcheck-host']],
    ['is bad every second time, whatever the host', everySecondTime(), [green]],
  ])(
    "--healthcheck-host asks for the host of Railway's health check, and a liveness that %s",
    async (_what, liveness, found) => {
      const { origin } = await serve({ '/api/health': liveness });
      expect((await verify(origin, ['--healthcheck-host'])).found).toEqual([...found].sort());
      expect((await verify(origin)).verdict('rejected-healthcheck-host')).toMatchObject({
        status: 'skipped',
        reason: expect.stringContaining('--healthcheck-host'),
      });
    },
  );

  it('--header goes with every request, that for the host of the health check too', async () => {
    const withIt = new Map<string, unknown>();
    const listening: Route = ({ headers, url }, answer) => {
      withIt.set(`${url} for ${headers.host?.split(':')[0]}`, headers['x-canary']);
      answer.setHeader('content-type', 'application/json').end('{"status":"ok"}');
    };
    const { origin } = await serve(everywhere(listening));
    await verify(origin, ['--healthcheck-host', '--header', 'X-Canary: blue']);
    expect(withIt.has('/api/health for healthcheck.railway.app')).toBe(true);
    expect(new Set(withIt.values())).toEqual(new Set(['blue']));
  });

  it('nobody listens: the layer is the finding, and nothing above it is judged', async () => {
    const server = await serve();
    await server.stop();
    const seen = await verify(server.origin);
    expect({ code: seen.code, found: seen.found }).toEqual({ code: 1, found: ['error unreachable-api'] });
    expect(seen.verdict('unreachable-api')?.findings[0]?.facts).toMatchObject({
      layer: 'tcp',
      code: 'ECONNREFUSED',
    });
    expect(seen.verdict('dead-liveness')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('tcp'),
    });
    expect(seen.report?.verdicts.filter(({ status }) => status === 'clear')).toEqual([]);
  });

  it('a connection that breaks is told from one that is refused', async () => {
    const server = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const seen = await verify(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(seen.found).toEqual(['error unreachable-api']);
    expect(seen.verdict('unreachable-api')?.findings[0]?.facts).toMatchObject({ layer: 'reset' });
  });

  it.each<[string, Route]>([
    [
      'breaks off',
      (_request, answer) => {
        answer
          .writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
          .write('{"status":"ready"');
        setImmediate(() => answer.destroy());
      },
    ],
    [
      'is endless',
      (_request, answer) => {
        answer.writeHead(200, { 'content-type': 'application/json' }).write('{"status":"ready"');
      },
    ],
    [
      'is too large to be one',
      (_request, answer) =>
        void answer
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ status: 'ready', padding: 'x'.repeat(2_000_000) })),
    ],
  ])(
    'a readiness whose body %s says neither that migrations are applied nor that it does not say',
    async (_what, route) => {
      const seen = await verify((await serve({ '/api/health/ready': route })).origin, ['--timeout', '500ms']);
      expect(seen.code).toBe(3);
      for (const check of [
        'uncovered-migrations',
        'pending-migrations',
        'unreachable-database',
        'contradicting-health',
      ]) {
        expect(seen.verdict(check)).toMatchObject({
          check,
          status: 'unknown',
          reason: expect.stringContaining('did not come whole'),
        });
      }
      expect(seen.verdict('degraded-readiness')).toMatchObject({ status: 'clear' });
    },
  );

  it('one route that is silent is named', async () => {
    const seen = await verify(
      (await serve({ '/api/health/pool': (request) => void request.socket.destroy() })).origin,
    );
    expect(seen.verdict('unreachable-api')?.findings[0]?.message).toMatch(
      /127\.0\.0\.1:\d+\/api\/health\/pool \(reset\)/,
    );
  });

  it('looks at the health routes whatever is selected', async () => {
    const seen = await verify((await serve()).origin, ['--only', 'unreachable-api']);
    expect(seen.report?.verdicts).toMatchObject([{ check: 'unreachable-api', status: 'clear' }]);
    expect(seen.code).toBe(0);
  });

  it.each([
    [['--consecutive', '0'], /--consecutive 0/],
    [['--samples', '1'], /--samples 1/],
    [['--canary', 'feed'], /--canary feed/],
    [['--expect-commit', 'main'], /--expect-commit main/],
    [['--expect-commit', 'auto'], /--expect-commit auto/],
    [['--ca-file', 'absent.pem'], /--ca-file/],
    [['--only', 'dead-livenes'], /dead-liveness/],
    [['--observe', 'soon'], /soon/],
  ])('%j is a mistake, and nothing is contacted', async (words, message) => {
    let asked = 0;
    const server = await serve(
      everywhere((_request, answer) => {
        asked += 1;
        answer.end();
      }),
    );
    const seen = await verify(server.origin, words, { PATH: process.env['PATH'] ?? '' });
    expect(seen).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(asked).toBe(0);
  });
});

describe('which build runs', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const named: Record<string, Route> = {
    '/api/health': [
      200,
      { status: 'ok', version: '1.4.0', environment: 'production', commit, probe: 'liveness' },
    ],
  };
  it.each<[string, Record<string, Route>, string[], number, Record<string, string>]>([
    [
      'the expected commit',
      named,
      ['--expect-commit', commit.slice(0, 7)],
      0,
      { 'stale-deployment': 'clear', 'unproven-revision': 'clear' },
    ],
    [
      'another commit',
      named,
      ['--expect-commit', 'fedcba9'],
      1,
      { 'stale-deployment': 'found', 'unproven-revision': 'clear' },
    ],
    [
      'a commit that is none',
      {
        '/api/health': [
          200,
          { status: 'ok', version: '1.4.0', environment: 'production', commit: 'unknown' },
        ],
      },
      ['--expect-commit', 'fedcba9'],
      3,
      { 'stale-deployment': 'unknown', 'unproven-revision': 'found' },
    ],
    [
      'no commit told: a warning, and the question stays open',
      {},
      ['--expect-commit', 'fedcba9'],
      3,
      { 'stale-deployment': 'unknown', 'unproven-revision': 'found' },
    ],
    [
      'no commit told, where warnings fail',
      {},
      ['--expect-commit', 'fedcba9', '--fail-on', 'warning'],
      1,
      { 'unproven-revision': 'found' },
    ],
    ['the expected version', {}, ['--expect-version', '1.4.0'], 0, { 'stale-deployment': 'clear' }],
    ['another version', {}, ['--expect-version', '1.5.0'], 1, { 'stale-deployment': 'found' }],
    [
      'the expected environment',
      {},
      ['--expect-environment', 'production'],
      0,
      { 'wrong-environment': 'clear' },
    ],
    ['another environment', {}, ['--expect-environment', 'staging'], 1, { 'wrong-environment': 'found' }],
  ])('%s', async (_what, changed, words, code, verdicts) => {
    const seen = await verify((await serve(changed)).origin, words);
    expect(seen.code).toBe(code);
    for (const [check, status] of Object.entries(verdicts))
      expect(seen.verdict(check)).toMatchObject({ check, status });
  });
});
