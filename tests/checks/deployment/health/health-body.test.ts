import underPressure from '@fastify/under-pressure';
import { createTerminus, HealthCheckError } from '@godaddy/terminus';
import fastify from 'fastify';
import { createLightship } from 'lightship';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { pendingBody, readyBody } from '../../../../src/checks/deployment/examples/evidence.ts';
import { readHealth } from '../../../../src/checks/deployment/health/health-body.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const read = (body: unknown) => readHealth({ text: JSON.stringify(body), json: body });

/** What a running server answers, read. */
async function ask(url: string) {
  const answer = await fetch(url);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: answer.status,
    reading: readHealth({ text, ...(isJson ? { json: JSON.parse(text) as unknown } : {}) }),
  };
}

describe('bodies of the product', () => {
  it('reads a good readiness, which says nothing of migrations', () => {
    expect(read(readyBody)).toMatchObject({
      form: 'product',
      state: 'good',
      version: '1.4.0',
      environment: 'production',
      database: { connected: true },
      migrations: null,
      commit: null,
    });
  });

  it('reads pending migrations with both revisions', () => {
    expect(read(pendingBody)).toMatchObject({
      state: 'bad',
      migrations: { pending: true, head: '1a2b3c4d5e6f', current: 'a8da35e3c12b' },
    });
  });

  it('reads a database error', () => {
    expect(read({ status: 'not_ready', database: 'error: timeout' })).toMatchObject({
      state: 'bad',
      database: { connected: false, says: 'error: timeout' },
    });
  });

  it('concludes nothing from fields of another type, an unknown word, or another body', () => {
    expect(read({ status: 'ok', version: 3, uptime: '5' })).toMatchObject({
      state: 'good',
      version: null,
      uptimeSeconds: null,
    });
    expect(read({ status: 'purple' })).toMatchObject({ state: null, says: 'purple' });
    expect(read({ hello: 'world' })).toBeNull();
    expect(read([1])).toBeNull();
    expect(readHealth({ text: '<html></html>' })).toBeNull();
  });
});

it('reads health+json with its components', () => {
  const body = {
    status: 'fail',
    version: '1',
    releaseId: '1.2.2',
    checks: {
      'postgres:connections': [{ componentType: 'datastore', status: 'fail', output: 'no route' }],
      uptime: [{ observedValue: 12, observedUnit: 's', status: 'pass' }],
    },
  };
  expect(read(body)).toMatchObject({
    form: 'health+json',
    state: 'bad',
    version: '1',
    uptimeSeconds: 12,
    database: { connected: false, says: 'fail: no route' },
  });
  expect(read({ status: 'warn' })).toMatchObject({ form: 'health+json', state: 'good' });
});

it('understands a running terminus', async () => {
  let fails = false;
  const server = createServer((_request, answer) => void answer.writeHead(404).end());
  createTerminus(server, {
    signals: [],
    healthChecks: {
      '/health': async () => undefined,
      '/ready': async () => {
        if (fails) throw new HealthCheckError('failed', { database: { status: 'down', message: 'gone' } });
        return { database: { status: 'up' } };
      },
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  expect(await ask(`${base}/health`)).toMatchObject({ status: 200, reading: { state: 'good' } });
  expect(await ask(`${base}/ready`)).toMatchObject({
    status: 200,
    reading: { form: 'terminus', state: 'good', database: { connected: true } },
  });
  fails = true;
  expect(await ask(`${base}/ready`)).toMatchObject({
    status: 503,
    reading: { form: 'terminus', state: 'bad', database: { connected: false, says: 'down: gone' } },
  });
});

it('understands a running lightship', async () => {
  const lightship = await createLightship({
    port: 0,
    detectKubernetes: false,
    shutdownDelay: 0,
    signals: [],
    terminate: () => undefined,
  });
  closing.push(() => lightship.shutdown());
  const base = `http://127.0.0.1:${(lightship.server.address() as AddressInfo).port}`;

  expect(await ask(`${base}/live`)).toMatchObject({
    status: 200,
    reading: { form: 'lightship', state: 'good' },
  });
  expect(await ask(`${base}/ready`)).toMatchObject({
    status: 500,
    reading: { form: 'lightship', state: 'bad' },
  });
  lightship.signalReady();
  expect(await ask(`${base}/ready`)).toMatchObject({
    status: 200,
    reading: { state: 'good', says: 'SERVER_IS_READY' },
  });
});

it('understands a running under-pressure', async () => {
  let healthy = true;
  const app = fastify();
  await app.register(underPressure, {
    exposeStatusRoute: '/status',
    healthCheck: async () => healthy,
    healthCheckInterval: 10,
  });
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  closing.push(() => app.close());

  expect(await ask(`${base}/status`)).toMatchObject({
    status: 200,
    reading: { form: 'under-pressure', state: 'good' },
  });
  healthy = false;
  await sleep(40);
  expect(await ask(`${base}/status`)).toMatchObject({
    status: 503,
    reading: { form: 'under-pressure', state: 'bad' },
  });
});
