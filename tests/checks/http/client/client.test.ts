import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ApiOptions } from '../../../../src/checks/http/client/api.ts';
import { connectApi } from '../../../../src/checks/http/client/connect-api.ts';
import { exchangeShape, type Exchange } from '../../../../src/checks/http/exchange/exchange.ts';

const token = ['aGVhZGVyLWhlYWRlci0x', 'Y2xhaW1zLWNsYWltcy0yMg', 'c2lnbmF0dXJlLXNpZ25hdHVyZQ'].join('.');
const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener));

/** A server that answers each connection with these bytes, and ends it or keeps it open. */
const raw = (bytes: string | Buffer, end: 'end' | 'hang' | 'reset' = 'end'): Promise<string> =>
  listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        if (bytes.length > 0) socket.write(bytes);
        if (end === 'end') socket.end();
        if (end === 'reset') setTimeout(() => socket.resetAndDestroy(), 10);
      });
    }),
  );

async function closedPort(): Promise<string> {
  const server = createTcpServer();
  const origin = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

/** Far longer than any answer here takes on a busy machine; what is to time out asks for less. */
const patientMs = 30_000;

function connect(origin: string, more: Partial<ApiOptions> = {}) {
  const api = connectApi({
    origin,
    prefix: '/api',
    token,
    signal: new AbortController().signal,
    timeoutMs: patientMs,
    headers: {},
    ca: null,
    insecure: false,
    environment: {},
    ...more,
  });
  opened.push(() => void api.close());
  return api;
}

const get = (origin: string, more?: Partial<ApiOptions>): Promise<Exchange> =>
  connect(origin, more).send({ step: 'look', method: 'GET', path: '/api/x', authorization: 'token' });

it('an answer is recorded whole: status, headers, JSON, phases, curl without the token', async () => {
  const origin = await serve((request, response) => {
    response
      .setHeader('content-type', 'application/json')
      .setHeader('x-request-id', 'r1')
      .setHeader('set-cookie', 'a=b');
    response.end(JSON.stringify({ seen: request.headers.authorization }));
  });
  const api = connect(origin);
  const first = await api.send({
    step: 'look',
    method: 'POST',
    path: '/api/x',
    authorization: 'token',
    json: { a: "it's" },
  });
  expect(exchangeShape.safeParse(first).success).toBe(true);
  expect(first.answer).toMatchObject({
    status: 200,
    headers: { 'x-request-id': 'r1' },
    body: { truncated: false, json: { seen: 'Bearer [token]' } },
  });
  expect(first.answer?.headers).not.toHaveProperty('set-cookie');
  expect(first.remoteAddress).toBe('127.0.0.1');
  expect(first.phases.tcp).not.toBeNull();
  expect(first.phases.tls).toBeNull();
  // The connection is free again one turn after its answer ended.
  await new Promise((resolve) => setImmediate(resolve));
  expect(first.curl).toBe(
    `curl -sS -i -X POST ${origin}/api/x -H "Authorization: Bearer $QA_TOKEN" -H 'content-type: ` +
      `application/json' --data-raw '{"a":"it'\\''s"}'`,
  );
  const second = await api.send({ step: 'again', method: 'GET', path: '/api/x' });
  expect(second.phases).toMatchObject({ dns: null, tcp: null });
  expect(api.exchanges.map(({ id, step }) => [id, step])).toEqual([
    [1, 'look'],
    [2, 'again'],
  ]);
  expect(JSON.stringify(api.exchanges)).not.toContain(token.split('.')[2]);
});

it('a shape that differs from the documented one is told field by field', async () => {
  const origin = await serve((_, response) => void response.end('{"list":"a","flag":null}'));
  const exchange = await connect(origin).send({
    step: 'look',
    method: 'GET',
    path: '/',
    expects: z.object({ list: z.array(z.string()), flag: z.boolean(), name: z.string() }),
  });
  expect(exchange.answer?.shapeIssues).toEqual([
    'list: expected array, received string',
    'flag: expected boolean, received null',
    'name: expected string, received nothing',
  ]);
});

it.each<[string, () => Promise<string>, string, string | null]>([
  ['a port that nobody listens on', closedPort, 'tcp', 'ECONNREFUSED'],
  ['a name that does not exist', async () => 'http://nobody.invalid', 'dns', null],
  ['a reset before the answer', () => raw('', 'reset'), 'reset', null],
  ['a connection that ends without an answer', () => raw('', 'end'), 'reset', 'ECONNRESET'],
  ['a hang before the answer', () => raw('', 'hang'), 'timeout', null],
  ['another protocol', () => raw('220 smtp ready\r\n\r\n'), 'protocol', null],
  [
    'too many headers',
    () => raw(`HTTP/1.1 200 OK\r\n${'x-flood: 0123456789\r\n'.repeat(2_000)}\r\n`),
    'protocol',
    'HPE_HEADER_OVERFLOW',
  ],
])('%s has no answer; the layer is named', async (_, origin, layer, code) => {
  const timeoutMs = layer === 'timeout' ? 300 : patientMs;
  const exchange = await connect(await origin(), { token: null, timeoutMs }).send({
    step: 'look',
    method: 'GET',
    path: '/',
  });
  expect(exchange.answer).toBeNull();
  expect(exchange.failure).toMatchObject({ layer, ...(code !== null && { code }) });
});

it.each<[string, () => Promise<string>, string]>([
  [
    'a body shorter than announced',
    () => raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":'),
    'reset',
  ],
  ['a hang in the body', () => raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":', 'hang'), 'timeout'],
  ['a reset in the body', () => raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":', 'reset'), 'reset'],
  [
    'a body that is not in the encoding it names',
    () => raw('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nplain'),
    'protocol',
  ],
])('%s keeps what came, and says why it is not whole', async (_, origin, layer) => {
  const exchange = await get(await origin(), { timeoutMs: layer === 'timeout' ? 300 : patientMs });
  expect(exchange.answer).toMatchObject({ status: 200, body: { truncated: true } });
  expect(exchange.answer?.body).not.toHaveProperty('json');
  expect(exchange.failure?.layer).toBe(layer);
});

it.each<[string, () => Promise<string>]>([
  ['10 MB', () => serve((_, response) => void response.end(Buffer.alloc(10_000_000, 0x20)))],
  [
    'a body without end',
    () =>
      serve((_, response) => {
        const more = (): void =>
          void (response.writable && response.write(Buffer.alloc(65_536, 0x20), () => setImmediate(more)));
        more();
      }),
  ],
  [
    'a gzip bomb',
    () => {
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      return serve((_, response) => void response.setHeader('content-encoding', 'gzip').end(bomb));
    },
  ],
])('%s: reading stops at 1 MB', async (_, origin) => {
  const exchange = await get(await origin());
  expect(exchange.answer?.body).toMatchObject({ bytes: 1_048_576, truncated: true });
  expect(exchange.failure).toBeNull();
});

it.each<[string, string, string]>([
  ['no JSON', 'plain', '(body): expected JSON'],
  [
    'JSON as deep as a well',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    '(body): nested deeper than 64 levels',
  ],
  [
    'JSON of more values than are read',
    JSON.stringify({ list: Array.from({ length: 300_000 }, () => 1) }),
    '(body): more than 20000 values',
  ],
])('%s is not taken for what is documented, and costs little', async (_, body, issue) => {
  const origin = await serve((_request, response) => void response.end(body));
  const { answer } = await connect(origin).send({
    step: 'look',
    method: 'GET',
    path: '/',
    expects: z.object({ list: z.array(z.string()) }),
  });
  expect(answer?.shapeIssues).toEqual([issue]);
  expect(answer?.body).not.toHaveProperty('json');
});

it('redirects are never followed', async () => {
  const origin = await serve((_, response) => void response.writeHead(307, { location: '/api/x' }).end());
  expect((await get(origin)).answer).toMatchObject({ status: 307, headers: { location: '/api/x' } });
});

it('a change of protocol that nobody asked for is an answer without a body', async () => {
  const bytes = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
  const { answer, failure } = await get(await raw(bytes, 'hang'));
  expect(failure).toBeNull();
  expect(answer).toMatchObject({ status: 101, headers: { upgrade: 'websocket' }, body: { bytes: 0 } });
});

it('bytes that are no UTF-8 are shown, not thrown', async () => {
  const origin = await serve((_, response) => void response.end(Buffer.from([0x7b, 0xff, 0xfe])));
  expect((await get(origin)).answer?.body.text).toBe('{\ufffd\ufffd');
});

it('the end of the run rejects what has no answer yet', async () => {
  const run = new AbortController();
  const origin = await raw('', 'hang');
  const waiting = get(origin, { signal: run.signal });
  setTimeout(() => run.abort(new Error('interrupted')), 20);
  await expect(waiting).rejects.toThrow('interrupted');
});

it('a token never travels in clear text to another machine', () => {
  expect(() => connect('http://api.example')).toThrow('clear text');
});

it('whatever is answered, send does not throw, ends, and holds no token', async () => {
  const answers = fc.record({
    status: fc.integer({ min: 200, max: 599 }),
    body: fc.oneof(fc.string(), fc.json(), fc.constant(`{"echo":"${token}"}`)),
    type: fc.constantFrom('application/json', 'text/html', 'text/plain; charset=utf-7', ''),
  });
  let answer = { status: 200, body: '', type: '' };
  const server = setupServer(
    http.get(
      'http://127.0.0.1:1/api/x',
      () =>
        new HttpResponse([204, 205, 304].includes(answer.status) ? null : answer.body, {
          status: answer.status,
          headers: { 'content-type': answer.type, 'x-echo': token },
        }),
    ),
  );
  server.listen({ onUnhandledRequest: 'error' });
  try {
    await fc.assert(
      fc.asyncProperty(answers, async (given) => {
        answer = given;
        const exchange = await get('http://127.0.0.1:1');
        expect(exchange.answer?.status).toBe(given.status);
        expect(JSON.stringify(exchange)).not.toContain(token);
      }),
      { numRuns: 60 },
    );
  } finally {
    server.close();
  }
});
