import { afterEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../../src/api/app.ts';
import { createIssuer } from '../../../../src/api/auth.ts';
import { defaultRoutes } from '../../../../src/checks/deployment/index.ts';
import { connectApi } from '../../../../src/checks/http/index.ts';
import { table } from '../../../../src/qa/reporters/table.ts';
import { waitUntilReady } from '../../../../src/qa/commands/verify-railway/wait-until-ready.ts';
import {
  startHealthServer,
  type HealthServer,
  type Route,
} from '../../../checks/deployment/health-server.ts';
import { freshDatabase } from '../../../support/postgres.ts';
import {
  inTurn,
  readiness,
  ready,
  starting,
  turn,
  verifyDeployment as verify,
} from '../../../support/verify-deployment.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(changed: Record<string, Route> = {}): Promise<HealthServer> {
  const server = await startHealthServer(changed);
  closing.push(() => server.stop());
  return server;
}

const style = { columns: 80, colour: false, verbose: false, showCurl: false };

describe('--wait', () => {
  it('goes on until it is ready and stays so', async () => {
    const server = await serve({ [readiness]: inTurn(turn(starting), turn(ready)) });
    const seen = await verify(server.origin, ['--wait', '10s', '--consecutive', '2', '-v']);
    expect(seen).toMatchObject({ code: 0, stderr: expect.stringContaining('ready 2 times in a row') });
    expect(seen.stderr).toContain('answers 503 "not_ready"');
    expect(seen.stderr).not.toContain('\u001b');
  });

  it('ends at its limit, and what is then seen is the verdict', async () => {
    const server = await serve({ [readiness]: starting });
    const seen = await verify(server.origin, ['--wait', '100ms']);
    expect(seen).toMatchObject({
      code: 1,
      errors: ['degraded-readiness', 'unreachable-database'],
      stderr: expect.stringContaining('not ready 3 times in a row within 0.1 s'),
    });
  });

  it('is not deceived by a good look after a wait that found no rest', async () => {
    let asked = 0;
    const server = await serve({
      [readiness]: (_request, answer) => {
        asked += 1;
        const [status, body] = turn(asked % 2 === 0 ? ready : starting);
        answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      },
    });
    const seen = await verify(server.origin, ['--wait', '2s', '--only', 'flapping-health']);
    expect(seen).toMatchObject({
      code: 1,
      errors: ['flapping-health'],
      stderr: expect.stringContaining('not ready 3 times in a row'),
    });
  });

  it('waits for the build that Railway names, where the application names none', async () => {
    const server = await serve();
    const signal = new AbortController().signal;
    const api = connectApi({
      origin: server.origin,
      prefix: '/api',
      token: null,
      signal,
      timeoutMs: 2_000,
      headers: {},
      ca: null,
      insecure: false,
      environment: {},
    });
    closing.push(() => api.close());
    const expected = { commit: 'abcdef1', version: null, environment: null, values: [] };
    const wait = (latest: { status: string; commit: string } | null) =>
      waitUntilReady(
        { limitMs: 300, consecutive: 2, pauseMs: 5 },
        {
          api,
          routes: defaultRoutes('/api'),
          expected,
          signal,
          progress: () => undefined,
          latestDeployment: () => Promise.resolve(latest),
        },
      );
    expect(await wait({ status: 'DEPLOYING', commit: 'abcdef1234567' })).toMatchObject({
      outcome: 'timeout',
      reason: expect.stringContaining('DEPLOYING'),
    });
    expect(await wait({ status: 'SUCCESS', commit: '7654321fedcba' })).toMatchObject({ outcome: 'timeout' });
    expect(await wait({ status: 'SUCCESS', commit: 'abcdef1234567' })).toMatchObject({ outcome: 'ready' });
    // Nobody can tell: that is `unproven-revision`, and no reason to wait.
    expect(await wait(null)).toMatchObject({ outcome: 'ready' });
  });

  it('does not wait for an application that the edge does not know', async () => {
    const unknown: Route = [
      404,
      { status: 'error', code: 404, message: 'Application not found' },
      { 'x-railway-fallback': 'true' },
    ];
    const server = await serve({ '/api/health': unknown, [readiness]: unknown });
    const began = performance.now();
    const seen = await verify(server.origin, ['--wait', '5m']);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(seen).toMatchObject({ code: 1, stderr: expect.stringContaining('knows no application') });
    expect(seen.errors).toContain('railway-edge-error');
  });

  it('does not wait out a crash loop', async () => {
    let asked = 0;
    const looping: Route = (request, answer) => {
      if (request.url === '/api/health') asked += 1;
      // Present, gone, present, gone: an answer in between is what tells it from a host that is away.
      if (asked % 2 === 0) return void request.socket.destroy();
      const [status, body] = turn(starting);
      answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { origin } = await serve({ '/api/health': looping, [readiness]: looping });
    const signal = new AbortController().signal;
    const api = connectApi({
      origin,
      prefix: '/api',
      token: null,
      signal,
      timeoutMs: 2_000,
      headers: {},
      ca: null,
      insecure: false,
      environment: {},
    });
    closing.push(() => api.close());
    const expected = { commit: null, version: null, environment: null, values: [] };
    const waited = await waitUntilReady(
      { limitMs: 300_000, consecutive: 3, pauseMs: 5 },
      {
        api,
        routes: defaultRoutes('/api'),
        expected,
        signal,
        progress: () => undefined,
        latestDeployment: () => Promise.resolve(null),
      },
    );
    expect(waited).toMatchObject({ outcome: 'hopeless', reason: expect.stringContaining('a crash loop') });
  });
});

describe('--observe', () => {
  it('finds health that flaps', async () => {
    const app = await createApi({
      databaseUrl: await databaseUrl(),
      issuer: await createIssuer(),
      faults: ['flapping'],
    });
    closing.push(() => app.close());
    const seen = await verify(await app.listen({ port: 0, host: '127.0.0.1' }), [
      '--observe',
      '200ms',
      '--samples',
      '5',
    ]);
    expect(seen.code).toBe(1);
    expect(seen.errors).toContain('flapping-health');
    expect(await table(seen.report, style)).toMatch(
      /^\/api\/health\/ready {2}[▁▂▃▄▅▆▇█ ]{5} {2}median \d+ ms, slowest \d+ ms, 5 samples$/m,
    );
  });

  it('does not call the expected build live while a replica of another one answers too', async () => {
    let asked = 0;
    const replicas: Route = (_request, answer) => {
      asked += 1;
      const body = {
        status: 'ok',
        version: '1.4.0',
        environment: asked % 2 === 0 ? 'staging' : 'production',
        commit: asked % 2 === 0 ? 'fedcba9876543210' : '0123456789abcdef',
      };
      answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    // The readiness tells no build.
    const server = await serve({ '/api/health': replicas, [readiness]: [200, { status: 'ready' }] });
    const seen = await verify(server.origin, [
      '--expect-commit',
      '0123456',
      '--expect-environment',
      'production',
      '--observe',
      '100ms',
      '--samples',
      '4',
    ]);
    expect(seen.errors).toEqual(['stale-deployment', 'wrong-environment']);
    expect(seen.verdict('stale-deployment')?.findings[0]).toMatchObject({
      facts: { reported: 'fedcba9876543210' },
      message: expect.stringContaining('answers too'),
    });
    expect(seen.verdict('mixed-versions')).toMatchObject({ status: 'found' });
  });

  it('finds a process that dies while it answers, and one whose uptime goes back', async () => {
    let asked = 0;
    const dying: Route = (_request, answer) => {
      asked += 1;
      answer.writeHead(200, {
        'content-type': 'application/json',
        ...(asked === 4 && { 'content-length': '900' }),
      });
      if (asked === 4) {
        answer.write('{"status":"ready"');
        return void setImmediate(() => answer.destroy());
      }
      answer.end(JSON.stringify({ status: 'ready', uptime_seconds: asked < 5 ? 900 : 1 }));
    };
    const server = await serve({ [readiness]: dying });
    expect(
      (await verify(server.origin, ['--observe', '100ms', '--samples', '6', '--only', 'restarting-app']))
        .errors,
    ).toEqual(['restarting-app']);
    let started = Date.now() - 900_000;
    let looks = 0;
    const restarted = await serve({
      [readiness]: (_request, answer) => {
        looks += 1;
        if (looks === 4) started = Date.now();
        answer
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ status: 'ready', uptime_seconds: (Date.now() - started) / 1000 }));
      },
    });
    const seen = await verify(restarted.origin, [
      '--observe',
      '100ms',
      '--samples',
      '6',
      '--only',
      'restarting-app',
    ]);
    expect(seen.verdict('restarting-app')?.findings).toMatchObject([
      { message: expect.stringMatching(/uptime .* went back/) },
    ]);
  });

  it('finds a restart of the real API, and nothing where it stays', async () => {
    const [url, issuer] = [await databaseUrl(), await createIssuer()];
    let app = await createApi({ databaseUrl: url, issuer });
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    closing.push(() => app.close());
    const calm = await verify(origin, ['--observe', '100ms', '--samples', '3']);
    expect(calm).toMatchObject({ code: 0, errors: [] });
    for (const code of ['flapping-health', 'restarting-app', 'mixed-versions'])
      expect(calm.verdict(code)).toMatchObject({ status: 'clear' });

    const watched = verify(origin, ['--observe', '1500ms', '--samples', '16']);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await app.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    app = await createApi({ databaseUrl: url, issuer });
    await app.listen({ port: Number(new URL(origin).port), host: '127.0.0.1' });
    const seen = await watched;
    expect(seen).toMatchObject({ code: 1, errors: ['restarting-app'] });
  });

  it('tells what was seen until an interruption, and clears nobody', async () => {
    const server = await serve({
      [readiness]: inTurn(turn(ready), turn(ready), turn(ready), turn(starting), turn(ready)),
    });
    let interrupt = (): void => undefined;
    const observing = verify(server.origin, ['--observe', '1h', '--samples', '36000'], (listener) => {
      interrupt = () => listener('SIGINT');
      return () => undefined;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    interrupt();
    const { code, report } = await observing;
    const of = (check: string) => report.verdicts.find((verdict) => verdict.check === check);
    expect(code).toBe(130);
    expect(of('flapping-health')).toMatchObject({
      status: 'found',
      reason: expect.stringMatching(/^interrupted after \d+ samples$/),
    });
    expect(of('restarting-app')).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/^interrupted after \d+ samples$/),
    });
    expect(await table(report, style)).toMatch(/^\/api\/health\/ready {2}\S+ {2}median/m);
  });
});

async function databaseUrl(): Promise<string> {
  const database = await freshDatabase();
  closing.push(() => database.close());
  return database.url;
}
