import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { readHttpAccess } from '../../../src/qa/target/http-access.ts';
import { issueCertificate } from '../../checks/deployment/certificate/certificates.ts';
import { ownProcesses } from '../../support/own-processes.ts';

const authority = issueCertificate({ name: 'authority' });
const client = issueCertificate({ name: 'client', issuer: authority });
const other = issueCertificate({ name: 'other', issuer: authority });
const locked = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' },
}).privateKey;
/** As OpenSSL wrote them before PKCS #8; only its head is read. */
const oldLocked = '-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n-----END EC PRIVATE KEY-----\n';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa identity '));
  const files = {
    'ca.pem': authority.cert,
    'client.crt': client.cert,
    'client.key': client.key,
    'both.pem': client.cert + client.key,
    'other.key': other.key,
    'locked.key': locked,
    'old.key': oldLocked,
    text: 'a text',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
});
afterAll(() => rm(cwd, { recursive: true }));

const read = (options: Partial<Parameters<typeof readHttpAccess>[0]>) => {
  const io = { environment: {}, cwd, processes: ownProcesses, readStdin: async () => '' };
  return readHttpAccess(
    { insecure: false, ...options },
    { io, secrets: createSecrets() },
    'https://api.example',
  );
};

it('the authority to trust, and the certificate to show, come from files', async () => {
  const { cert, key } = client;
  expect(await read({ caFile: 'ca.pem' })).toMatchObject({ ca: authority.cert, identity: null });
  expect((await read({ cert: 'client.crt', key: 'client.key' })).identity).toEqual({ cert, key });
  expect((await read({ cert: 'both.pem' })).identity).toEqual({ cert: cert + key, key: cert + key });
  expect(await read({})).toMatchObject({ ca: null, identity: null });
});

const begins = (kind: string) => `: give a PEM file that begins with -----BEGIN ${kind}-----.`;
it.each<[string, Parameters<typeof read>[0], () => string]>([
  [
    'a key alone',
    { key: 'client.key' },
    () => '--key is of no use without --cert: give the certificate that it belongs to.',
  ],
  [
    'a certificate alone',
    { cert: 'client.crt' },
    () => '--cert holds no private key: give its key with --key FILE.',
  ],
  [
    'a text for an authority',
    { caFile: 'text' },
    () => `--ca-file (--cacert) ${join(cwd, 'text')} holds no certificate${begins('CERTIFICATE')}`,
  ],
  [
    'a key for a certificate',
    { cert: 'client.key' },
    () => `--cert ${join(cwd, 'client.key')} holds no certificate${begins('CERTIFICATE')}`,
  ],
  [
    'a certificate for a key',
    { cert: 'both.pem', key: 'client.crt' },
    () => `--key ${join(cwd, 'client.crt')} holds no private key${begins('PRIVATE KEY')}`,
  ],
  ['no file', { caFile: 'none' }, () => '--ca-file (--cacert) cannot be read: '],
  ['no key', { cert: 'client.crt', key: 'none' }, () => '--key cannot be read: '],
  [
    'a key with a passphrase',
    { cert: 'client.crt', key: 'locked.key' },
    () => 'The private key is encrypted: give one without a passphrase, in a file of mode 0600.',
  ],
  [
    'an old key with a passphrase',
    { cert: 'client.crt', key: 'old.key' },
    () => 'The private key is encrypted: give one without a passphrase',
  ],
  [
    'the key of another',
    { cert: 'client.crt', key: 'other.key' },
    () => '--cert and --key do not belong together: ',
  ],
])('%s is refused before anything is contacted', async (_, options, said) => {
  await expect(read(options)).rejects.toThrow(said());
});
