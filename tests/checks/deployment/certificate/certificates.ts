import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, PEM. Made without openssl: tests need Node alone. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
  readonly privateKey: KeyObject;
  readonly name: string;
}

export interface Wish {
  readonly name: string;
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  /** Days from now; may be negative. */
  readonly validDays?: number;
  /** Who signs; itself where absent. */
  readonly issuer?: Issued;
}

/**
 * Issues an X.509 v3 certificate (RFC 5280 section 4.1) with a fresh P-256 key. Without hosts and addresses
 * it is an authority.
 */
export function issueCertificate({ name, hosts = [], addresses = [], validDays = 90, issuer }: Wish): Issued {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 86_400_000;
  const now = Date.now();
  const isAuthority = hosts.length + addresses.length === 0;
  const extensions = isAuthority
    ? [extension([2, 5, 29, 19], sequence(boolean(true)), true)]
    : [
        extension(
          [2, 5, 29, 17],
          sequence(
            ...hosts.map((host) => tagged(0x82, Buffer.from(host))),
            ...addresses.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
          ),
        ),
      ];
  const algorithm = sequence(identifier([1, 2, 840, 10045, 4, 3, 2]));
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(issuer?.name ?? name),
    sequence(
      time(new Date(Math.min(now, now + validDays * day) - 30 * day)),
      time(new Date(now + validDays * day)),
    ),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, issuer?.privateKey ?? privateKey);
  const certificate = sequence(
    content,
    algorithm,
    tagged(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
    name,
  };
}

/** DER: tag, length, content (ITU-T X.690 section 8). */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...members: Buffer[]): Buffer => tagged(0x30, Buffer.concat(members));
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));
const time = (at: Date): Buffer =>
  tagged(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\..*/g, '')}Z`));
const distinguishedName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(identifier([2, 5, 4, 3]), tagged(0x0c, Buffer.from(name)))));
const extension = (id: readonly number[], value: Buffer, critical = false): Buffer =>
  sequence(identifier(id), ...(critical ? [boolean(true)] : []), tagged(0x04, value));

function identifier([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
