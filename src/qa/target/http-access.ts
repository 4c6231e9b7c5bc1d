import { isIP } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import {
  createPace,
  isLoopback,
  proxyFor,
  proxyMistake,
  type Identity,
  type Pace,
} from '../../checks/http/index.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError, type App } from '../command.ts';
import type { HttpOptions } from '../options/options.ts';
import { readText } from '../state/read-text.ts';

/** How every connection of a run is made, and how fast requests follow each other. */
export interface HttpAccess {
  readonly ca: string | null;
  readonly insecure: boolean;
  readonly identity: Identity | null;
  /** The address to connect to, whatever the name resolves to. */
  readonly resolve: string | null;
  readonly pace: Pace;
  /** Sent with every request; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

type Asked = Pick<App, 'io' | 'secrets'>;
/** All clients of one run keep to one pace. */
const paces = new WeakMap<Asked, Pace>();

/** Reads the options that say how to connect. Throws {@link UsageError}; nothing is contacted. */
export async function readHttpAccess(
  options: Omit<HttpOptions, 'timeout'>,
  app: Asked,
  origin: string,
): Promise<HttpAccess> {
  const url = new URL(origin);
  const mistake = isLoopback(url.hostname) ? null : proxyMistake(url, app.io.environment);
  if (mistake !== null) throw new UsageError(mistake);
  const headers = headersOf(options.header ?? []);
  // What a user adds by hand is as likely a credential as not.
  for (const [name, value] of Object.entries(headers)) app.secrets.add(value, name);
  const pace = paces.get(app) ?? createPace(spacingOf(options.rate));
  paces.set(app, pace);
  return {
    ca: await readAuthority(options.caFile, app.io.cwd),
    insecure: options.insecure,
    identity: await readIdentity(options, app.io.cwd),
    resolve: addressOf(options.resolve ?? [], url, app),
    pace,
    headers,
  };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([^\r\n]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(
        '--header takes "Name: value"; this one does not begin with a name and a colon: ' +
          `${line.slice(0, 20)}…`,
      );
    if (name.toLowerCase() === 'authorization')
      throw new UsageError(
        '--header cannot set Authorization: requests without a token prove that the door is shut; ' +
          'give the token as - or with --token-file.',
      );
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** Milliseconds between two requests: `5/s`, `30/m`; a bare number is a second's. */
export function spacingOf(rate: string | undefined): number {
  if (rate === undefined) return 0;
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(?:\/(s|m|h))?$/.exec(rate.trim()) ?? [];
  const perMs = { s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? Number.NaN;
  const spacing = perMs / Number(amount);
  if (Number.isFinite(spacing)) return spacing;
  throw new UsageError(`--rate "${rate}" is not a rate: give requests by the second or minute, 5/s or 30/m.`);
}

/** `HOST:PORT:ADDRESS`, as curl has it. One that is for another host would be used by nothing. */
function addressOf(given: readonly string[], url: URL, { io }: Asked): string | null {
  if (given.length === 0) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const matching = given.map((entry) => {
    const [, name = '', at, target = ''] = /^(\[[^\]]+\]|[^:]+):(\d+):(.+)$/.exec(entry) ?? [];
    const address = target.replace(/^\[|\]$/g, '');
    if (isIP(address) === 0)
      throw new UsageError(`--resolve ${entry} is not HOST:PORT:ADDRESS: write ${host}:${port}:203.0.113.7.`);
    const isMeant = name.replace(/^\[|\]$/g, '').toLowerCase() === host.toLowerCase() && at === port;
    return isMeant ? address : null;
  });
  const address = matching.find((each) => each !== null);
  if (address === undefined || address === null)
    throw new UsageError(
      `--resolve ${given[0]} is for another host than the base URL's: write ${host}:${port}:ADDRESS.`,
    );
  const proxy = isLoopback(url.hostname) ? null : proxyFor(url, io.environment);
  if (proxy !== null)
    throw new UsageError(
      `--resolve has no effect through the proxy ${proxy}, which looks names up itself: name ${host} ` +
        'in NO_PROXY.',
    );
  return address;
}

/** The PEM behind `--ca-file` (`--cacert`); null where none was given. Throws {@link UsageError}. */
async function readAuthority(file: string | undefined, cwd: string): Promise<string | null> {
  if (file === undefined) return null;
  return readPem('--ca-file (--cacert)', file, cwd, 'CERTIFICATE');
}

/** A client's certificate and key, which may stand in one file. Throws {@link UsageError}. */
async function readIdentity(
  { cert: certFile, key: keyFile }: Pick<HttpOptions, 'cert' | 'key'>,
  cwd: string,
): Promise<Identity | null> {
  if (certFile === undefined) {
    if (keyFile === undefined) return null;
    throw new UsageError('--key is of no use without --cert: give the certificate that it belongs to.');
  }
  const cert = await readPem('--cert', certFile, cwd, 'CERTIFICATE');
  if (keyFile === undefined && !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(cert))
    throw new UsageError('--cert holds no private key: give its key with --key FILE.');
  const key = keyFile === undefined ? cert : await readPem('--key', keyFile, cwd, 'PRIVATE KEY');
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(key))
    throw new UsageError(
      'The private key is encrypted: give one without a passphrase, in a file of mode 0600.',
    );
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new UsageError(`--cert and --key do not belong together: ${describeError(error)}.`);
  }
  return { cert, key };
}

async function readPem(flag: string, file: string, cwd: string, kind: string): Promise<string> {
  const path = resolvePath(cwd, file);
  let pem: string;
  try {
    pem = await readText(path);
  } catch (error) {
    throw new UsageError(`${flag} cannot be read: ${describeError(error)}.`);
  }
  if (new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(pem)) return pem;
  const what = kind === 'CERTIFICATE' ? 'certificate' : 'private key';
  throw new UsageError(
    `${flag} ${path} holds no ${what}: give a PEM file that begins with -----BEGIN ${kind}-----.`,
  );
}
