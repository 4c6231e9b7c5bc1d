import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { issueCertificate } from '../../../checks/deployment/certificate/certificates.ts';
import { canaryToken } from '../../../support/canary.ts';
import { runLine } from '../../../support/command-line.ts';

let folder: string;
let origin: string;
let close: () => void;
/** The header of ours that each request brought, by what was asked. */
const seen: (readonly [asked: string, key: string | undefined])[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diagnose behind '));
  const authority = issueCertificate({ name: 'Test authority' });
  const server = issueCertificate({ name: 'api', hosts: ['api.example'], issuer: authority });
  const client = issueCertificate({ name: 'client', issuer: authority });
  await writeFile(join(folder, 'ca.pem'), authority.cert);
  await writeFile(join(folder, 'client.pem'), client.cert + client.key);
  const listening = createServer(
    { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
    (request, answer) => {
      seen.push([`${request.method} ${request.url}`, request.headers['x-key'] as string | undefined]);
      answer.setHeader('content-type', 'application/json').end('{"status":"ok"}');
    },
  ).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  origin = `https://api.example:${(listening.address() as AddressInfo).port}`;
  close = () => {
    listening.closeAllConnections();
    listening.close();
  };
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true });
});

const diagnose = async (...more: readonly string[]): Promise<Report> => {
  seen.length = 0;
  const { stdout } = await runLine(['diagnose', '--base-url', origin, '--format', 'json', ...more], {
    environment: { QA_TOKEN: canaryToken() },
    cwd: folder,
  });
  return JSON.parse(stdout) as Report;
};
const unreachable = ({ verdicts }: Report) =>
  verdicts.flatMap(({ findings }) => findings).filter(({ code }) => code === 'unreachable-api').length;

it('reaches the API as its looks do: one replica, with a certificate and a header of ours', async () => {
  const { port } = new URL(origin);
  const place = ['--resolve', `api.example:${port}:127.0.0.1`, '--cacert', 'ca.pem'];
  const reached = await diagnose(...place, '--cert', 'client.pem', '--header', 'X-Key: letmein-123');
  expect(unreachable(reached)).toBe(0);
  expect(seen.some(([asked]) => asked === 'GET /api/health/ready')).toBe(true);
  expect(seen.some(([asked]) => asked.startsWith('GET /api/users/personalization'))).toBe(true);
  expect([...new Set(seen.map(([, key]) => key))]).toEqual(['letmein-123']);
  expect(JSON.stringify(reached)).not.toContain('letmein-123');

  const refused = await diagnose(...place, '--header', 'X-Key: letmein-123');
  expect(unreachable(refused)).toBeGreaterThan(0);
  expect(seen).toEqual([]);
});

it.each([
  ['--header', 'X-Key: a'],
  ['--cert', 'client.pem'],
  ['--resolve', 'api.example:443:127.0.0.1'],
  ['--rate', '5/s'],
])('%s is refused where saved reports are judged, since nothing is contacted', async (flag, value) => {
  const { code, stderr } = await runLine(['diagnose', '--from', 'a.json', flag, value], { cwd: folder });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `qa: --from contacts nothing, so ${flag} would be ignored: leave one of them out.\n`,
  });
});
