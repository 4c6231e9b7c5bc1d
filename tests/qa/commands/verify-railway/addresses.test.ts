import dns from 'node:dns';
import promises from 'node:dns/promises';
import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { healthyRoutes } from '../../../checks/deployment/health-server.ts';
import { runLine } from '../../../support/command-line.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Both resolvers of node know `api.example` by these addresses; sockets are real. */
function resolveTo(...addresses: readonly string[]): void {
  const records = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const of = ({ family }: dns.LookupOptions) =>
    records.filter((record) => !family || family === record.family);
  vi.spyOn(promises, 'lookup').mockImplementation((async (_host: string, options: dns.LookupOptions) =>
    of(options)) as unknown as typeof promises.lookup);
  const { lookup } = dns;
  vi.spyOn(dns, 'lookup').mockImplementation(((
    host: string,
    options: dns.LookupOptions,
    done: (error: Error | null, ...found: unknown[]) => void,
  ) => {
    if (host !== 'api.example') return lookup(host, options, done);
    setImmediate(() =>
      options.all ? done(null, of(options)) : done(null, of(options)[0]?.address, of(options)[0]?.family),
    );
  }) as unknown as typeof dns.lookup);
  syncBuiltinESMExports();
  closing.push(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });
}

/** A healthy API on this address alone. */
async function serve(host: string): Promise<number> {
  const server = createServer((request, answer) => {
    const [status, body] = healthyRoutes[request.url ?? ''] as readonly [number, unknown];
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function verdict(port: number, code: string) {
  const { stdout } = await runLine(
    ['verify-railway', '--base-url', `http://api.example:${port}`, '--format', 'json', '--only', code],
    {
      environment: { PATH: '' },
    },
  );
  return (JSON.parse(stdout) as Report).verdicts.find(({ check }) => check === code);
}

const hasLoopback6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

describe('unreachable-address', () => {
  if (hasLoopback6) {
    it('finds the family that nobody listens on', async () => {
      resolveTo('127.0.0.1', '::1');
      expect(await verdict(await serve('127.0.0.1'), 'unreachable-address')).toMatchObject({
        status: 'found',
        findings: [{ severity: 'warning', facts: { family: 6, address: '::1', code: 'ECONNREFUSED' } }],
      });
    });

    it('is clear where both are served', async () => {
      resolveTo('127.0.0.1', '::1');
      expect(await verdict(await serve('::'), 'unreachable-address')).toMatchObject({ status: 'clear' });
    });
  } else {
    it('is not tested with IPv6 here: this machine has no ::1', () => {
      process.stderr.write('This machine has no IPv6 loopback: unreachable-address was not provoked.\n');
    });
  }

  it('is content with one address of a family that connects', async () => {
    resolveTo('127.0.0.9', '127.0.0.1');
    expect(await verdict(await serve('127.0.0.1'), 'unreachable-address')).toMatchObject({ status: 'clear' });
  });
});

describe('plain-http', () => {
  it('finds an API that is spoken to in the clear', async () => {
    resolveTo('127.0.0.1');
    expect(await verdict(await serve('127.0.0.1'), 'plain-http')).toMatchObject({
      status: 'found',
      findings: [{ facts: { method: 'GET', status: 200 } }, { facts: { method: 'POST', status: 200 } }],
    });
  });
});
