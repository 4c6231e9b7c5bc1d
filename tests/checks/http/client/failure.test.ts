import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectApi } from '../../../../src/checks/http/client/connect-api.ts';
import { failureOf } from '../../../../src/checks/http/client/failure.ts';
import { describeError } from '../../../../src/checks/support/describe-error.ts';
import { issueCertificate } from '../../deployment/certificate/certificates.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function failureAt(origin: string) {
  const api = connectApi({
    origin,
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
  return (await api.send({ step: 'look', method: 'GET', path: '/' })).failure;
}

describe('the wrong scheme is named', () => {
  it('https spoken to a port that answers in plain', async () => {
    const port = await listen(createServer((_request, answer) => void answer.end()));
    const seen = await failureAt(`https://127.0.0.1:${port}`);
    expect(seen).toMatchObject({ layer: 'tls', message: expect.stringContaining('write http://') as string });
    expect(await failureAt(`https://127.0.0.1:${port}`)).toEqual(seen);
  });

  it('http spoken to a port that answers with a TLS alert', async () => {
    const alert = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]);
    const port = await listen(createTcpServer((socket) => void socket.on('error', () => 0).end(alert)));
    expect(await failureAt(`http://127.0.0.1:${port}`)).toMatchObject({
      layer: 'protocol',
      message: expect.stringContaining('write https://') as string,
    });
  });
});

it.each<[string, string | Buffer, string]>([
  ['SSH', 'SSH-2.0-OpenSSH_9.2p1\r\n', ' (it begins with "SSH-2.0-OpenSSH_9.2p1")'],
  ['mail', '220 mail.example ESMTP\r\n', ' (it begins with "220 mail.example ESMTP")'],
  ['a long line', 'x'.repeat(100), ` (it begins with "${'x'.repeat(40)}…")`],
  ['bytes that are not text', Buffer.from([0x45, 0x00, 0x00, 0x21]), ''],
])('another protocol is quoted where it is text: %s', async (_, bytes, quoted) => {
  const port = await listen(createTcpServer((socket) => void socket.on('error', () => 0).end(bytes)));
  expect(await failureAt(`http://127.0.0.1:${port}`)).toMatchObject({
    layer: 'protocol',
    code: 'HPE_INVALID_CONSTANT',
    message: `what listens there does not speak HTTP${quoted}`,
  });
});

it('a handshake that fails reads the same in every run', async () => {
  const { cert, key } = issueCertificate({ name: 'api', addresses: ['127.0.0.1'] });
  const secure = createTlsServer({
    cert,
    key,
    requestCert: true,
    minVersion: 'TLSv1.3',
    ciphers: 'TLS_AES_256_GCM_SHA384',
  });
  secure.on('tlsClientError', () => undefined);
  const port = await listen(secure);
  const [one, other] = [
    await failureAt(`https://127.0.0.1:${port}`),
    await failureAt(`https://127.0.0.1:${port}`),
  ];
  expect(one).toEqual(other);
});

it.each([
  ['write EPROTO SSL routines: tlsv1 alert protocol version', 'only versions of TLS that are refused here'],
  [
    'SSL routines: tlsv13 alert certificate required',
    'asks for a client certificate, which --cert and --key',
  ],
  ['SSL routines: sslv3 alert bad certificate', 'refuses our client certificate'],
  ['SSL routines: tlsv1 alert unknown ca', 'refuses our client certificate'],
  ['SSL routines: sslv3 alert certificate expired', 'refuses our client certificate'],
  ['SSL routines: tlsv1 unrecognized name', 'has no certificate for this name'],
  ['SSL routines: tlsv1 alert no application protocol', 'does not speak HTTP/1.1'],
])('what a server refuses in a handshake is said in words: %s', (told, meaning) => {
  const { layer, message } = failureOf(Object.assign(new Error(told), { code: 'EPROTO' }));
  expect({ layer, message }).toEqual({ layer: 'tls', message: expect.stringContaining(meaning) as string });
  expect(message).toContain(`(${told})`);
});

it.each([
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CRL_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNSPECIFIED',
])("OpenSSL's verdict %s is of the layer tls", (code) => {
  expect(failureOf(Object.assign(new Error('refused'), { code }))).toMatchObject({ layer: 'tls', code });
});

it.each([
  [
    'write EPROTO 40B7E2C5D87F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:' +
      '../deps/openssl/openssl/ssl/record/ssl3_record.c:354:\n',
    'write EPROTO SSL routines: wrong version number',
  ],
  [
    '80DB4F1E0A7F0000:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:' +
      '../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1590:SSL alert number 40\n',
    'SSL routines: sslv3 alert handshake failure',
  ],
  ['connect EADDRNOTAVAIL 192.0.2.1:443 - Local (10.0.0.2:51234)', 'connect EADDRNOTAVAIL 192.0.2.1:443'],
  ['relation "a" does not exist', 'relation "a" does not exist'],
])('%j holds nothing that differs from run to run', (message, told) => {
  expect(describeError(new Error(message))).toBe(told);
});
