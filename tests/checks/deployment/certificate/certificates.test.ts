import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { toFinding, type Check } from '../../../../src/checks/check.ts';
import { certificateWith, connectionWith } from '../../../../src/checks/deployment/examples/evidence.ts';
import type { DeploymentContext } from '../../../../src/checks/deployment/probes/context.ts';
import { expiringCertificate } from '../../../../src/checks/deployment/expiring-certificate.ts';
import { connection } from '../../../../src/checks/deployment/probes/connection.ts';
import { untrustedCertificate } from '../../../../src/checks/deployment/untrusted-certificate.ts';
import { wrongCertificate } from '../../../../src/checks/deployment/wrong-certificate.ts';
import { issueCertificate, type Wish } from './certificates.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const authority = issueCertificate({ name: 'Test authority' });

/**
 * What is found on a TLS server that presents such a certificate, whose authority is trusted unless said
 * otherwise.
 */
async function foundFor(
  wish: Partial<Wish>,
  options: Partial<DeploymentContext['connection']> = {},
): Promise<string[]> {
  const { cert, key } = issueCertificate({
    name: '127.0.0.1',
    addresses: ['127.0.0.1'],
    issuer: authority,
    ...wish,
  });
  const server = createServer({ cert, key });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const context = {
    api: { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}` },
    environment: {},
    signal: new AbortController().signal,
    connection: { timeoutMs: 2000, ca: authority.cert, insecure: false, ...options },
  } as unknown as DeploymentContext;
  const evidence = { connection: await connection.observe(context, {}) };
  return ([untrustedCertificate, wrongCertificate, expiringCertificate] as readonly Check[]).flatMap(
    (check) => {
      const judgement = check.judge(evidence);
      return 'status' in judgement
        ? [`${judgement.status} ${check.code}`]
        : judgement.map((observed) => `${toFinding(check, observed).severity} ${check.code}`);
    },
  );
}

it.each<[string, Partial<Wish>, Partial<DeploymentContext['connection']>, string[]]>([
  ['a good one', {}, {}, []],
  ['20 days left', { validDays: 20 }, {}, ['warning expiring-certificate']],
  ['22 days left', { validDays: 22 }, {}, []],
  ['6 days left', { validDays: 6 }, {}, ['error expiring-certificate']],
  ['an expired one', { validDays: -1 }, {}, ['error expiring-certificate']],
  ['another host', { addresses: [], hosts: ['other.example'] }, {}, ['error wrong-certificate']],
  ['an unknown authority', {}, { ca: null }, ['error untrusted-certificate']],
  [
    'its own authority',
    { issuer: issueCertificate({ name: 'Nobody' }) },
    {},
    ['error untrusted-certificate'],
  ],
  [
    'any with --insecure',
    { validDays: -1 },
    { insecure: true },
    ['skipped untrusted-certificate', 'skipped wrong-certificate', 'skipped expiring-certificate'],
  ],
])('%s', async (_what, wish, options, codes) => {
  expect(await foundFor(wish, options)).toEqual(codes);
});

it.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is signed by itself', 'Serve the whole chain'],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'the certificate of its issuer was not sent',
    'intermediate certificates',
  ],
  ['CERT_NOT_YET_VALID', 'it is valid from 2026-02-01T00:00:00.000Z on', 'the clock of this machine'],
  ['INVALID_PURPOSE', 'it was not issued for servers', 'serverAuth'],
  ['UNSPECIFIED', 'weaker than what is accepted today', 'SHA-256'],
  ['SOMETHING_NEW', 'OpenSSL refuses its chain (SOMETHING_NEW)', 'Serve the whole chain'],
])('%s is not trusted in words, with what to do', (chainError, reason, remedy) => {
  const certificate = certificateWith({ chainError, validFrom: '2026-02-01T00:00:00.000Z' });
  const judgement = untrustedCertificate.judge({ connection: connectionWith({ certificate }) });
  const [observed] = 'status' in judgement ? [] : judgement;
  const { message, remedy: told } = toFinding(untrustedCertificate, observed ?? expect.unreachable());
  expect(message).toContain(reason);
  expect(message).toContain(chainError);
  expect(told.advice).toContain(remedy);
});

it.each([
  [0.5, 'in less than a day'],
  [1.5, 'in 1 day,'],
  [6.5, 'in 6 days,'],
])('%d days to go are said in words', (days, words) => {
  const validTo = new Date(Date.parse(connectionWith().observedAt) + days * 86_400_000).toISOString();
  const judgement = expiringCertificate.judge({
    connection: connectionWith({ certificate: certificateWith({ validTo }) }),
  });
  expect('status' in judgement ? [] : judgement.map(({ message }) => message)).toEqual([
    expect.stringContaining(words),
  ]);
});
