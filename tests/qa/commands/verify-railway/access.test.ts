import { createServer as createTlsServer } from 'node:https';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { issueCertificate } from '../../../checks/deployment/certificate/certificates.ts';
import { runLine } from '../../../support/command-line.ts';

let cwd: string;
const closing: (() => void)[] = [];
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa access '));
});
afterAll(() => rm(cwd, { recursive: true }));
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const identity = { version: '1.4.0', environment: 'production' };
const bodies: Readonly<Record<string, unknown>> = {
  '/api/health': { status: 'ok', ...identity, probe: 'liveness' },
  '/api/health/ready': { status: 'ready', ...identity, database: 'connected', migrations: 'applied' },
  '/api/health/pool': { checked_out: 1, capacity: 20 },
  '/api/health/classification': { status: 'ok' },
};
const product =
  (guarded: (bearer: string | undefined) => number = () => 403): RequestListener =>
  (request, answer) => {
    const body = bodies[request.url ?? ''];
    const status = body === undefined ? guarded(request.headers.authorization) : 200;
    answer.writeHead(status, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(body ?? { detail: 'x' }));
  };

async function verify(origin: string, more: readonly string[], environment: Record<string, string> = {}) {
  const ended = await runLine(['verify-railway', '--base-url', origin, '--format', 'json', ...more], {
    environment: { PATH: '', ...environment },
    cwd,
  });
  const report = ended.stdout === '' ? null : (JSON.parse(ended.stdout) as Report);
  const verdict = (code: string) => report?.verdicts.find(({ check }) => check === code);
  return { ...ended, report, verdict };
}

const token = ['{"alg":"HS256"}', '{"sub":"u","exp":4102444800}']
  .map((part) => Buffer.from(part).toString('base64url'))
  .concat('c2lnbmF0dXJlLXNpZ25hdHVyZQ')
  .join('.');

describe('the canary with a token', () => {
  it.each<[string, readonly string[], Record<string, string>]>([
    ['from a file', ['--token-file', 'token'], {}],
    ['from QA_TOKEN', [], { QA_TOKEN: token }],
  ])('%s sees what fails behind authentication', async (_what, more, environment) => {
    await writeFile(join(cwd, 'token'), token);
    const failing = await listen(createServer(product((bearer) => (bearer === undefined ? 403 : 500))));
    const origin = `http://127.0.0.1:${failing}`;
    const seen = await verify(origin, more, environment);
    expect(seen.verdict('healthy-but-failing')).toMatchObject({ status: 'found' });
    expect(seen.code).toBe(1);
    expect(seen.stdout).not.toContain(token.split('.')[2]);
    expect(seen.report?.scope?.leftOut).toEqual([]);
  });

  it('without one says what it could not see, and is green all the same', async () => {
    const origin = `http://127.0.0.1:${await listen(createServer(product()))}`;
    const seen = await verify(origin, []);
    expect(seen.verdict('healthy-but-failing')).toMatchObject({ status: 'skipped' });
    expect(seen.report?.scope?.leftOut).toMatchObject([{ what: 'routes behind authentication' }]);
    expect(seen.code).toBe(0);
    const only = await verify(origin, ['--only', 'healthy-but-failing']);
    expect(only.verdict('healthy-but-failing')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('--token-file') as string,
    });
    expect(only.code).toBe(3);
  });
});

it.each<[string, number, string[]]>([
  ['/database=connected', 0, []],
  [
    '/database=primary',
    1,
    ['GET /api/health/ready holds "connected" at /database, where "primary" was expected.'],
  ],
  ['/absent=1', 1, ['GET /api/health/ready holds nothing at /absent, where 1 was expected.']],
])('--expect-json %s ends with %i', async (expected, code, messages) => {
  const origin = `http://127.0.0.1:${await listen(createServer(product()))}`;
  const seen = await verify(origin, ['--expect-json', expected]);
  const found = seen.verdict('unexpected-health')?.findings ?? [];
  expect({ code: seen.code, messages: found.map(({ message }) => message) }).toEqual({ code, messages });
});

it('--rate holds every request of the run back', async () => {
  const times: number[] = [];
  const server = createServer((request, answer) => {
    times.push(performance.now());
    product()(request, answer);
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  expect((await verify(origin, ['--rate', '10/s'])).code).toBe(0);
  expect(times.length).toBeGreaterThanOrEqual(5);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan((times.length - 1) * 100 - 50);
});

it('--resolve leads to one address; the certificate is still for the name', async () => {
  const authority = issueCertificate({ name: 'Test authority' });
  const { cert, key } = issueCertificate({ name: 'api.example', hosts: ['api.example'], issuer: authority });
  const hosts = new Set<string | undefined>();
  const server = createTlsServer({ cert, key }, (request, answer) => {
    hosts.add(request.headers.host);
    product()(request, answer);
  });
  const port = await listen(server);
  await writeFile(join(cwd, 'ca.pem'), authority.cert);
  const origin = `https://api.example:${port}`;
  const more = ['--resolve', `api.example:${port}:127.0.0.1`, '--cacert', 'ca.pem'];
  const seen = await verify(origin, more);
  expect(seen.verdict('unreachable-api')).toMatchObject({ status: 'clear' });
  expect(seen.verdict('wrong-certificate')).toMatchObject({ status: 'clear' });
  expect(seen.verdict('untrusted-certificate')).toMatchObject({ status: 'clear' });
  expect([...hosts]).toEqual([`api.example:${port}`]);
  expect(seen.stdout).toContain(`--resolve api.example:${port}:127.0.0.1`);
});

it('a server that asks for a certificate of ours is shown it', async () => {
  const authority = issueCertificate({ name: 'Test authority' });
  const server = issueCertificate({ name: 'api', addresses: ['127.0.0.1'], issuer: authority });
  const client = issueCertificate({ name: 'client', issuer: authority });
  const port = await listen(
    createTlsServer(
      { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
      product(),
    ).on('tlsClientError', () => undefined),
  );
  await writeFile(join(cwd, 'ca.pem'), authority.cert);
  await writeFile(join(cwd, 'client.pem'), client.cert);
  await writeFile(join(cwd, 'client.key'), client.key);
  const origin = `https://127.0.0.1:${port}`;
  const shown = await verify(origin, ['--ca-file', 'ca.pem', '--cert', 'client.pem', '--key', 'client.key']);
  expect(shown.verdict('dead-liveness')).toMatchObject({ status: 'clear' });
  const hidden = await verify(origin, ['--ca-file', 'ca.pem']);
  expect(hidden.verdict('unreachable-api')).toMatchObject({ status: 'found' });
});

it('http spoken to a TLS port that hangs up names the scheme', async () => {
  const { cert, key } = issueCertificate({ name: 'api', addresses: ['127.0.0.1'] });
  const server = createTlsServer({ cert, key }, product()).on('tlsClientError', () => undefined);
  const seen = await verify(`http://127.0.0.1:${await listen(server)}`, []);
  expect(seen.verdict('unreachable-api')?.findings).toMatchObject([
    {
      message: expect.stringContaining('the port speaks TLS: write https://') as string,
      remedy: { advice: expect.stringContaining('write https:// instead of http://') as string },
    },
  ]);
});

describe('a mistake is one sentence, exit 2, and nothing is contacted', () => {
  it.each<[readonly string[], RegExp, Record<string, string>?]>([
    [
      ['--rate', 'often'],
      /--rate "often" is not a rate: give requests by the second or minute, 5\/s or 30\/m\./,
    ],
    [['--rate', '0/s'], /--rate "0\/s" is not a rate/],
    [
      ['--resolve', 'api.example:443'],
      /--resolve api\.example:443 is not HOST:PORT:ADDRESS: write api\.example:443:/,
    ],
    [['--resolve', 'api.example:443:localhost'], /is not HOST:PORT:ADDRESS/],
    [
      ['--resolve', 'other.example:443:192.0.2.1'],
      /is for another host than the base URL's: write api\.example:443:ADDRESS\./,
    ],
    [
      ['--resolve', 'api.example:443:192.0.2.1'],
      /has no effect through the proxy 127\.0\.0\.1:1.*NO_PROXY/,
      { HTTPS_PROXY: 'http://127.0.0.1:1' },
    ],
    [['--key', 'client.key'], /--key is of no use without --cert/],
    [['--cert', 'absent.pem'], /--cert cannot be read: /],
    [['--cert', 'text'], /--cert .*text holds no certificate: give a PEM file/],
    [['--cert', 'bare.pem'], /--cert holds no private key: give its key with --key FILE\./],
    [['--cert', 'bare.pem', '--key', 'other.key'], /--cert and --key do not belong together: /],
    [['--cacert', 'text'], /--cacert.* .*text holds no certificate: give a PEM file/],
    [['--ca-file', 'text'], /--ca-file .*text holds no certificate: give a PEM file/],
    [['--header', 'no colon'], /--header takes "Name: value"/],
    [['--expect-json', 'database=connected'], /--expect-json database=connected is not \/pointer=value/],
    [['--token-file', 'absent'], /The token file absent cannot be read/],
    [[], /ALL_PROXY names a socks5:\/\//, { ALL_PROXY: 'socks5://127.0.0.1:1080' }],
  ])('%j', async (more, message, environment) => {
    const [one, other] = [issueCertificate({ name: 'one' }), issueCertificate({ name: 'other' })];
    await writeFile(join(cwd, 'text'), 'no PEM');
    await writeFile(join(cwd, 'bare.pem'), one.cert);
    await writeFile(join(cwd, 'other.key'), other.key);
    const { code, stdout, stderr } = await verify('https://api.example', more, environment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('mistake of qa itself');
  });
});
