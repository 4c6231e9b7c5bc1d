import underPressure from '@fastify/under-pressure';
import { createTerminus } from '@godaddy/terminus';
import { fastify } from 'fastify';
import { createLightship } from 'lightship';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { issueCertificate, type Wish } from '../../../checks/deployment/certificate/certificates.ts';
import { healthyRoutes, type Route } from '../../../checks/deployment/health-server.ts';
import { runLine } from '../../../support/command-line.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function verify(origin: string, ...more: string[]) {
  const { code, stdout } = await runLine(
    ['verify-railway', '--base-url', origin, '--format', 'json', ...more],
    { environment: { PATH: '' } },
  );
  const { verdicts } = JSON.parse(stdout) as Report;
  const found = verdicts.flatMap(({ findings }) =>
    findings.map((finding) => `${finding.severity} ${finding.code}`),
  );
  return { code, found: [...new Set(found)].sort(), verdicts };
}

describe("other servers' health answers are understood", () => {
  const green = 'warning uncovered-migrations';

  it('terminus', async () => {
    const server = createServer((_request, answer) => void answer.writeHead(404).end());
    createTerminus(server, {
      signals: [],
      healthChecks: {
        '/live': async () => undefined,
        '/ready': async () => ({ database: { status: 'up' } }),
      },
    });
    const seen = await verify(
      `http://127.0.0.1:${await listen(server)}`,
      '--liveness',
      '/live',
      '--readiness',
      '/ready',
    );
    expect(seen).toMatchObject({ code: 0, found: [green] });
  });

  it('lightship', async () => {
    const lightship = await createLightship({
      port: 0,
      detectKubernetes: false,
      shutdownDelay: 0,
      signals: [],
      terminate: () => undefined,
    });
    closing.push(() => lightship.shutdown());
    const origin = `http://127.0.0.1:${(lightship.server.address() as AddressInfo).port}`;
    expect((await verify(origin, '--liveness', '/live', '--readiness', '/ready')).code).toBe(1);
    lightship.signalReady();
    expect(await verify(origin, '--liveness', '/live', '--readiness', '/ready')).toMatchObject({
      code: 0,
      found: [green],
    });
  });

  it('under-pressure', async () => {
    const app = fastify();
    await app.register(underPressure, {
      exposeStatusRoute: '/status',
      healthCheck: async () => true,
      healthCheckInterval: 1_000,
    });
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    closing.push(() => app.close());
    expect(await verify(origin, '--liveness', '/status', '--readiness', '/status')).toMatchObject({
      code: 0,
      found: [green],
    });
  });
});

describe('certificates', () => {
  it.each<[string, Omit<Wish, 'issuer'>, boolean, number, string[]]>([
    ['trusted and long valid', { name: 'api', addresses: ['127.0.0.1'] }, true, 0, []],
    [
      'two weeks left',
      { name: 'api', addresses: ['127.0.0.1'], validDays: 14 },
      true,
      0,
      ['warning expiring-certificate'],
    ],
    [
      'three days left',
      { name: 'api', addresses: ['127.0.0.1'], validDays: 3 },
      true,
      1,
      ['error expiring-certificate'],
    ],
    [
      'another host',
      { name: 'api', hosts: ['other.example'] },
      true,
      1,
      ['error unreachable-api', 'error wrong-certificate'],
    ],
    [
      'an unknown issuer',
      { name: 'api', addresses: ['127.0.0.1'] },
      false,
      1,
      ['error unreachable-api', 'error untrusted-certificate'],
    ],
  ])('%s', async (_what, wish, trusted, code, found) => {
    const authority = issueCertificate({ name: 'Test authority' });
    const { cert, key } = issueCertificate({ ...wish, issuer: authority });
    const port = await listen(
      createSecureServer({ cert, key }, (request, answer) => {
        const [status, body] = (healthyRoutes[request.url ?? ''] ?? [404, {}]) as Exclude<
          Route,
          (...given: never) => unknown
        >;
        answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      }),
    );
    const directory = await mkdtemp(join(tmpdir(), 'authority '));
    closing.push(() => rm(directory, { recursive: true }));
    const file = join(directory, 'ca.pem');
    await writeFile(file, authority.cert);
    const seen = await verify(`https://127.0.0.1:${port}`, ...(trusted ? ['--ca-file', file] : []));
    expect({
      code: seen.code,
      found: seen.found.filter((each) => !each.endsWith('uncovered-migrations')),
    }).toEqual({ code, found });
  });
});
