import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect as openSocket, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { connectApi } from '../../../../src/checks/http/client/connect-api.ts';
import { proxyFor, proxyMistake } from '../../../../src/checks/http/client/proxy-environment.ts';
import type { Exchange } from '../../../../src/checks/http/exchange/exchange.ts';
import { issueCertificate } from '../../deployment/certificate/certificates.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

const answer = (request: IncomingMessage, response: ServerResponse): void =>
  void response.end(JSON.stringify({ path: request.url, host: request.headers.host }));

/** A proxy that leads everything to one port, whatever name is asked for, and notes what it was asked. */
async function startProxy(port: number, refusal?: number) {
  const asked: { readonly line: string; readonly credentials: string | undefined }[] = [];
  const note = ({ method, url, headers }: IncomingMessage): unknown =>
    asked.push({ line: `${method} ${url}`, credentials: headers['proxy-authorization'] });
  const proxy = createServer((request, response) => {
    note(request);
    response.writeHead(refusal ?? 200).end('{"status":"ok"}');
  });
  proxy.on('connect', (request, socket) => {
    note(request);
    socket.on('error', () => undefined);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const onwards = openSocket(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onwards.pipe(socket).pipe(onwards);
    }).on('error', () => undefined);
  });
  return { asked, url: `http://on-call:hush-hush@127.0.0.1:${await listen(proxy)}` };
}

const credentials = `Basic ${Buffer.from('on-call:hush-hush').toString('base64')}`;

async function look(
  origin: string,
  environment: Record<string, string>,
  ca: string | null = null,
): Promise<Exchange> {
  const api = connectApi({
    origin,
    prefix: '/api',
    token: null,
    signal: new AbortController().signal,
    timeoutMs: 2_000,
    headers: {},
    ca,
    insecure: false,
    environment,
  });
  opened.push(() => void api.close());
  return api.send({ step: 'look', method: 'GET', path: '/api/health' });
}

it("https goes through a tunnel, and the certificate is the origin's", async () => {
  const authority = issueCertificate({ name: 'Test authority' });
  const { cert, key } = issueCertificate({ name: 'api.example', hosts: ['api.example'], issuer: authority });
  const { asked, url } = await startProxy(await listen(createTlsServer({ cert, key }, answer)));
  const seen = await look('https://api.example', { HTTPS_PROXY: url }, authority.cert);
  expect(seen.answer?.body.json).toEqual({ path: '/api/health', host: 'api.example' });
  expect(asked).toEqual([{ line: 'CONNECT api.example:443', credentials }]);
  expect(JSON.stringify(seen)).not.toContain('hush');

  const stranger = await look('https://api.example', { HTTPS_PROXY: url });
  expect(stranger).toMatchObject({ answer: null, failure: { layer: 'tls' } });
});

it('plain http is asked of the proxy by its whole URL', async () => {
  const { asked, url } = await startProxy(0);
  expect(
    (await look('http://api.example', { http_proxy: url.replace('http://', '') })).answer?.body.json,
  ).toEqual({ status: 'ok' });
  expect(asked).toEqual([{ line: 'GET http://api.example/api/health', credentials }]);
});

it.each([
  [407, 'wants credentials (407)'],
  [403, 'does not let anybody through to api.example (403)'],
  [502, 'answered the request for a tunnel to api.example with 502'],
])('a proxy that refuses a tunnel with %i is named', async (status, said) => {
  const { url } = await startProxy(0, status);
  const { answer: none, failure } = await look('https://api.example', { HTTPS_PROXY: url });
  expect(none).toBeNull();
  expect(failure).toEqual({ layer: 'proxy', code: null, message: `the proxy ${new URL(url).host} ${said}` });
  expect(JSON.stringify(failure)).not.toContain('hush');
});

it.each<[string, (socket: Duplex) => unknown, RegExp]>([
  ['ends the connection', (socket) => socket.end(), /hung up when asked for a tunnel to api\.example:443/],
  ['breaks the connection', (socket) => socket.destroy(), /hung up when asked for a tunnel/],
  ['does not speak HTTP', (socket) => socket.end('hello\r\n\r\n'), /HTTP/],
])('a proxy that %s is named, and not asked without end', async (_what, answerTunnel, message) => {
  let tunnels = 0;
  const proxy = createServer();
  proxy.on('connect', (_request, socket) => {
    tunnels += 1;
    socket.on('error', () => undefined);
    answerTunnel(socket);
  });
  const url = `http://127.0.0.1:${await listen(proxy)}`;
  const { failure } = await look('https://api.example', { HTTPS_PROXY: url });
  expect(failure?.message).toMatch(message);
  expect(tunnels).toBe(1);
});

it('what NO_PROXY names, and this machine itself, is asked without one', async () => {
  const origin = `http://127.0.0.1:${await listen(createServer(answer))}`;
  const { asked, url } = await startProxy(0);
  expect((await look(origin, { HTTP_PROXY: url })).answer?.status).toBe(200);
  expect(
    (await look('http://nobody.invalid', { HTTP_PROXY: url, NO_PROXY: '.invalid' })).failure?.layer,
  ).toBe('dns');
  expect(asked).toEqual([]);
});

it('a proxy that is not there, or wants credentials for plain http, is named too', async () => {
  expect((await look('https://api.example', { HTTPS_PROXY: 'http://127.0.0.1:1' })).failure).toMatchObject({
    layer: 'proxy',
    code: 'ECONNREFUSED',
    message: expect.stringContaining('the proxy 127.0.0.1:1 is not reached') as string,
  });
  expect(
    (await look('https://api.example', { ALL_PROXY: 'http://nobody.invalid:3128' })).failure,
  ).toMatchObject({
    layer: 'proxy',
  });
  const { url } = await startProxy(0, 407);
  expect((await look('http://api.example', { HTTP_PROXY: url })).failure).toMatchObject({
    layer: 'proxy',
    message: expect.stringContaining('wants credentials (407)') as string,
  });
});

it.each<[string, Record<string, string>, string | null]>([
  ['https://api.example', { ALL_PROXY: 'http://proxy:1' }, 'proxy:1'],
  ['http://api.example', { ALL_PROXY: 'http://proxy:1' }, 'proxy:1'],
  ['https://api.example', { ALL_PROXY: 'http://all:1', HTTPS_PROXY: 'http://secure:2' }, 'secure:2'],
  ['https://api.example', { HTTPS_PROXY: 'http://big:1', https_proxy: 'http://small:2' }, 'small:2'],
  ['https://api.example', { ALL_PROXY: 'http://all:1', HTTPS_PROXY: '' }, null],
  ['https://api.example', { HTTP_PROXY: 'http://proxy:1' }, null],
  ['https://10.1.2.3', { ALL_PROXY: 'http://proxy:1', NO_PROXY: '10.0.0.0/8' }, null],
  ['https://11.1.2.3', { ALL_PROXY: 'http://proxy:1', NO_PROXY: '10.0.0.0/8' }, 'proxy:1'],
  ['https://10.1.2.3', { ALL_PROXY: 'http://proxy:1', NO_PROXY: '10.1.2.3' }, null],
  ['https://10.1.2.3', { ALL_PROXY: 'http://proxy:1', NO_PROXY: '10.0.0.0/99, ,/8' }, 'proxy:1'],
  ['https://[2001:db8::7]', { ALL_PROXY: 'http://proxy:1', NO_PROXY: '2001:db8::/32' }, null],
  ['https://[2001:db9::7]', { ALL_PROXY: 'http://proxy:1', NO_PROXY: '2001:db8::/32' }, 'proxy:1'],
  ['https://api.example', { ALL_PROXY: 'http://proxy:1', NO_PROXY: 'other.example api.example' }, null],
  ['https://api.example:8443', { ALL_PROXY: 'http://proxy:1', NO_PROXY: 'api.example:443' }, 'proxy:1'],
])('%s with %j goes over %s', (url, environment, proxy) => {
  expect(proxyFor(new URL(url), environment)).toBe(proxy);
});

it.each<[Record<string, string>, RegExp | null]>([
  [{ ALL_PROXY: 'socks5://127.0.0.1:1080' }, /ALL_PROXY names a socks5:\/\/.*NO_PROXY/],
  [{ https_proxy: 'socks5h://127.0.0.1:1080' }, /https_proxy names a socks5h:/],
  [{ HTTPS_PROXY: 'http://a b:c' }, /HTTPS_PROXY is not the URL of a proxy: write it as http:/],
  [{ ALL_PROXY: 'socks5://127.0.0.1:1080', NO_PROXY: 'api.example' }, null],
  [{ ALL_PROXY: 'socks5://127.0.0.1:1080', HTTPS_PROXY: 'http://proxy:1' }, null],
  [{ HTTPS_PROXY: 'proxy.example:3128' }, null],
  [{}, null],
])('%j is a mistake: %s', (environment, mistake) => {
  const said = proxyMistake(new URL('https://api.example'), environment);
  if (mistake === null) expect(said).toBeNull();
  else expect(said).toMatch(mistake);
});
