import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { ApiRequest } from '../../../../src/checks/http/client/api.ts';
import { connectApi } from '../../../../src/checks/http/client/connect-api.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/**
 * Answers a connection's first request with this status, and resets it at the second, as a closed one does.
 */
async function oncePerConnection(status: string) {
  const seen: string[] = [];
  let connections = 0;
  const server = createServer((socket: Socket) => {
    connections += 1;
    let asked = 0;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      seen.push(/^\S+ \S+/.exec(bytes.toString('latin1'))?.[0] ?? '');
      asked += 1;
      if (asked > 1) return void socket.resetAndDestroy();
      socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => void server.close());
  const api = connectApi({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prefix: '/api',
    token: null,
    signal: new AbortController().signal,
    timeoutMs: 2_000,
    headers: {},
    ca: null,
    insecure: false,
    environment: {},
  });
  opened.push(() => void api.close());
  const ask = async (request: Partial<ApiRequest>) => {
    const exchange = await api.send({ step: 'ask', method: 'GET', path: '/api/x', ...request });
    // The connection is free again one turn after its answer ended.
    await new Promise((resolve) => setImmediate(resolve));
    return exchange;
  };
  return { ask, seen, connections: () => connections };
}

it.each<[string, Partial<ApiRequest>]>([
  ['GET', {}],
  ['HEAD', { method: 'HEAD' }],
  ['a DELETE that its caller calls repeatable', { method: 'DELETE', repeatable: true }],
  ['a POST that its caller calls repeatable', { method: 'POST', json: { theme: 'a' }, repeatable: true }],
])('%s goes again on a new connection where the one that stood was closed', async (_what, request) => {
  const server = await oncePerConnection('200 OK');
  await server.ask({});
  const second = await server.ask(request);
  expect(second).toMatchObject({ answer: { status: 200 }, failure: null, resent: true });
  expect(second.phases.tcp).not.toBeNull();
  expect(server.connections()).toBe(2);
  expect(server.seen).toHaveLength(3);
});

it('a POST may have been worked on: it goes once, and the reset is told', async () => {
  const server = await oncePerConnection('200 OK');
  await server.ask({});
  const second = await server.ask({ method: 'POST', json: {} });
  expect(second).toMatchObject({ answer: null, failure: { layer: 'reset' } });
  expect(second.resent).toBeUndefined();
  expect(server.seen).toEqual(['GET /api/x', 'POST /api/x']);
});

it('a reset on a connection of its own is what it looks like', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => void server.close());
  const api = connectApi({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prefix: '/api',
    token: null,
    signal: new AbortController().signal,
    timeoutMs: 2_000,
    headers: {},
    ca: null,
    insecure: false,
    environment: {},
  });
  opened.push(() => void api.close());
  expect(await api.send({ step: 'ask', method: 'GET', path: '/' })).toMatchObject({
    answer: null,
    failure: { layer: 'reset' },
  });
});

it('after an unhandled error the connection is not used again: uvicorn closes it in silence', async () => {
  const server = await oncePerConnection('500 Internal Server Error');
  await server.ask({});
  expect(await server.ask({ method: 'POST', json: {} })).toMatchObject({ answer: { status: 500 } });
  expect(server.connections()).toBe(2);
});
