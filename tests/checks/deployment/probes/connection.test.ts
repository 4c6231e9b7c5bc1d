import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeploymentContext } from '../../../../src/checks/deployment/probes/context.ts';
import { connection } from '../../../../src/checks/deployment/probes/connection.ts';
import { plainHttp as check } from '../../../../src/checks/deployment/plain-http.ts';
import { plainHttp } from '../../../../src/checks/deployment/probes/plain-http.ts';
import { unreachableAddress } from '../../../../src/checks/deployment/unreachable-address.ts';
import { connectionWith, healthWith } from '../../../../src/checks/deployment/examples/evidence.ts';
import { Withheld } from '../../../../src/checks/probe.ts';
import { issueCertificate } from '../certificate/certificates.ts';
import { startHealthServer } from '../health-server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const contextFor = (
  origin: string,
  more: Partial<DeploymentContext['connection']> = {},
  environment: Record<string, string> = {},
) =>
  ({
    api: { origin, prefix: '/api' },
    routes: { liveness: '/api/health' },
    environment,
    signal: new AbortController().signal,
    connection: { timeoutMs: 2000, ca: null, insecure: false, ...more },
  }) as unknown as DeploymentContext;

/** A port of 127.0.0.1 that somebody listens on, and then nobody. */
async function listen(): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, server };
}

describe('addresses and connections', () => {
  it('connects on the family that has an address', async () => {
    const { port } = await listen();
    const seen = await connection.observe(contextFor(`http://127.0.0.1:${port}`), {});
    expect(seen).toMatchObject({ scheme: 'http', host: '127.0.0.1', port, certificate: null });
    expect(seen.families).toMatchObject([
      { family: 4, tried: '127.0.0.1', connected: true, code: null },
      { family: 6, addresses: [], tried: null, connected: null },
    ]);
  });

  it('names a refused port', async () => {
    const { port, server } = await listen();
    await new Promise((resolve) => server.close(resolve));
    const seen = await connection.observe(contextFor(`http://127.0.0.1:${port}`), {});
    expect(seen.families[0]).toMatchObject({ connected: false, code: 'ECONNREFUSED' });
  });

  it('looks for both families of a name', async () => {
    const seen = await connection.observe(contextFor('http://does-not-exist.invalid'), {});
    expect(
      seen.families.map(({ family, addresses, lookupCode }) => [family, addresses, lookupCode !== null]),
    ).toEqual([
      [4, [], true],
      [6, [], true],
    ]);
  });

  it('leaves the layers to the proxy where there is one', async () => {
    const seen = await connection.observe(
      contextFor('https://api.example', {}, { HTTPS_PROXY: 'http://proxy:3128' }),
      {},
    );
    expect(seen).toMatchObject({ proxy: 'proxy:3128', families: [], certificate: null });
  });

  it('says what a port without TLS does to a handshake', async () => {
    const { port } = await listen();
    const seen = await connection.observe(contextFor(`https://127.0.0.1:${port}`), {});
    expect(seen.certificate).toBeNull();
    expect(seen.certificateFailure).toMatch(/ECONNRESET|socket|disconnected/);
  });
});

it('does not call an address dead that this machine has no way to', () => {
  const families = connectionWith().families.map((seen) =>
    seen.family === 6
      ? {
          ...seen,
          tried: null,
          connected: null,
          untriedBecause: 'this machine has no route to an IPv6 address',
        }
      : seen,
  );
  expect(unreachableAddress.judge({ connection: connectionWith({ families }) })).toMatchObject({
    status: 'skipped',
    reason: expect.stringContaining('no route') as string,
  });
});

/** What the probe saw; that it has no answer is no answer here. */
async function seenBy(looking: ReturnType<typeof plainHttp.observe>) {
  const seen = await looking;
  if (seen instanceof Withheld) throw new Error(seen.reason);
  return seen;
}

describe('plain http', () => {
  it('does not concern a loopback address', async () => {
    expect(await plainHttp.observe(contextFor('http://127.0.0.1:1'), {})).toMatchObject({
      status: 'skipped',
      isChosen: false,
      reason: expect.stringContaining('loopback') as string,
    });
  });

  it("is asked with the user's own headers, but those that open doors", async () => {
    const server = await startHealthServer();
    closing.push(server.stop);
    const seen: unknown[] = [];
    server.routes['/api/health'] = ({ headers }, answer) => {
      seen.push([headers['x-canary'], headers['x-api-key'], headers.cookie]);
      answer.end();
    };
    const headers = { 'x-canary': 'blue', 'x-api-key': 'opens', cookie: 'session=1' };
    await plainHttp.observe(contextFor(server.origin.replace('http:', 'https:'), { headers }), {});
    expect(seen).toEqual([
      ['blue', undefined, undefined],
      ['blue', undefined, undefined],
    ]);
  });

  it('is found where it is answered, or where a POST is redirected', async () => {
    const server = await startHealthServer();
    closing.push(server.stop);
    // An https origin on the very port that answers in plain.
    const look = async () =>
      check.judge({
        plain: await seenBy(plainHttp.observe(contextFor(server.origin.replace('http:', 'https:')), {})),
        health: healthWith(),
      });
    server.routes['/api/health'] = (request, answer) =>
      void answer.writeHead(request.method === 'GET' ? 200 : 405).end();
    expect(await look()).toMatchObject([
      { message: expect.stringMatching(/^GET .* 200 without encryption/) as string },
    ]);
    server.routes['/api/health'] = [301, '', { location: 'https://api.example/api/health' }];
    expect(await look()).toMatchObject([
      { message: expect.stringMatching(/^POST .* is redirected \(301\)/) as string },
    ]);
    await server.stop();
    expect(await look()).toEqual([]);
  });

  it('is refused by a server of TLS, and open where nothing answers in time', async () => {
    const { cert, key } = issueCertificate({ name: 'api', addresses: ['127.0.0.1'] });
    const secure = createSecureServer({ cert, key }).on('tlsClientError', () => undefined);
    const silent = createServer();
    const look = async (server: Server, timeoutMs: number) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push(() => server.close());
      const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return check.judge({
        plain: await seenBy(plainHttp.observe(contextFor(origin, { timeoutMs }), {})),
        health: healthWith(),
      });
    };
    expect(await look(secure, 30_000)).toEqual([]);
    expect(await look(silent, 200)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('ETIMEDOUT') as string,
    });
  });
});
