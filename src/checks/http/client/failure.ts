import { describeError } from '../../support/describe-error.ts';
import type { Exchange } from '../exchange/exchange.ts';

type Failure = NonNullable<Exchange['failure']>;

/**
 * Codes of node and OpenSSL, and of undici, by the layer at which they arise. What is in no list is a matter
 * of the protocol.
 */
const codes: readonly (readonly [Failure['layer'], RegExp])[] = [
  ['dns', /^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/],
  ['timeout', /^(ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/],
  ['tcp', /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN|EACCES|EPERM)$/],
  ['tls', /^((CERT|CRL|UNABLE_TO|ERR_TLS|ERR_SSL|ERR_OSSL)_\w+|\w*SELF_SIGNED_CERT\w*|EPROTO|HOSTNAME_\w+)$/],
  // OpenSSL's verdicts on a chain, which node gives as codes, and UNSPECIFIED where it has no name for one.
  ['tls', /^(INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT_\w+|UNSPECIFIED)$/],
  [
    'reset',
    /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_DESTROYED|UND_ERR_CLOSED)$/,
  ],
];

/** A proxy of ours that is not reached, or does not let through: whoever stands behind it was not asked. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly code: string | null;
  constructor(message: string, code: string | null = null) {
    super(message);
    this.code = code;
  }
}

/**
 * Why a request failed, from what the request or its body was rejected with: the innermost code that is known
 * decides.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProxyFailure) return { layer: 'proxy', code: error.code, message: error.message };
  const chain = causes(error);
  const mistaken = chain.map(schemeMistake).find((mistake) => mistake !== null);
  if (mistaken !== undefined && mistaken !== null) return mistaken;
  const told = describeError(chain.at(-1) ?? error);
  const message = foreignProtocol(chain) ?? refusedHandshake(told) ?? told;
  for (const { code } of chain.toReversed()) {
    if (code === undefined) continue;
    for (const [layer, pattern] of codes) if (pattern.test(code)) return { layer, code, message };
  }
  return { layer: 'protocol', code: chain.findLast(({ code }) => code !== undefined)?.code ?? null, message };
}

/** https spoken to a port that answers in plain, and http to one that answers in TLS. */
function schemeMistake(
  error: Error & { readonly code?: string; readonly rawPacket?: unknown },
): Failure | null {
  const code = error.code ?? null;
  // OpenSSL reads the first bytes of "HTTP/1.1 400" as a version, or as a length.
  if (/wrong version number|packet length too long|http request/i.test(error.message))
    return {
      layer: 'tls',
      code,
      message: 'what listens there answers without TLS; if that is meant, write http:// instead of https://',
    };
  // A TLS record begins with its type: 21 is an alert, 22 a handshake.
  const first = error.rawPacket instanceof Uint8Array ? error.rawPacket[0] : undefined;
  if (first === 21 || first === 22)
    return {
      layer: 'protocol',
      code,
      message: 'what listens there answers in TLS: write https:// instead of http://',
    };
  return null;
}

/** What the other side's TLS alert means for whoever calls (RFC 8446 section 6.2), and the alert itself. */
function refusedHandshake(told: string): string | null {
  const alert = /\b(?:alert|unrecognized) .+$/.exec(told)?.[0] ?? '';
  const meaning = alerts.find(([pattern]) => pattern.test(alert))?.[1];
  return meaning === undefined ? null : `${meaning} (${told})`;
}

const alerts: readonly (readonly [RegExp, string])[] = [
  [
    /protocol version/,
    'the server speaks only versions of TLS that are refused here, as those before 1.2 are',
  ],
  [/certificate required/, 'the server asks for a client certificate, which --cert and --key give'],
  [
    /(bad|unknown|unsupported) certificate|unknown ca|access denied/,
    'the server refuses our client certificate',
  ],
  [/certificate (expired|revoked|unknown)/, 'the server refuses our client certificate'],
  [/unrecognized name/, 'the server has no certificate for this name'],
  [/no application protocol/, 'the server does not speak HTTP/1.1'],
];

/** How many of the first characters tell a protocol: `SSH-2.0-OpenSSH_9.2p1`, `220 mail ESMTP`. */
const longestBeginning = 40;

/** What came was not HTTP from its first byte: quoted where it is text, since it often names itself. */
function foreignProtocol(
  chain: readonly (Error & { readonly code?: string; readonly rawPacket?: unknown })[],
): string | null {
  const misread = chain.find(
    ({ code, message }) => code === 'HPE_INVALID_CONSTANT' && /HTTP\//.test(message),
  );
  if (!(misread?.rawPacket instanceof Uint8Array)) return null;
  const [line = ''] = Buffer.from(misread.rawPacket).toString('latin1').split(/\r?\n/);
  const begins = /^[\x20-\x7e]+$/.test(line) ? ` (it begins with ${JSON.stringify(cut(line))})` : '';
  return `what listens there does not speak HTTP${begins}`;
}

function cut(line: string): string {
  return line.length > longestBeginning ? `${line.slice(0, longestBeginning)}…` : line;
}

/** The exchange took longer than it may, whatever phase it was in. */
export function timedOut(timeoutMs: number, phase: 'connection' | 'answer' | 'body'): Failure {
  const missing = { connection: 'no connection', answer: 'no answer', body: 'the body did not end' }[phase];
  // What the system itself says of a connection that nobody takes or refuses.
  return {
    layer: 'timeout',
    code: phase === 'connection' ? 'ETIMEDOUT' : null,
    message: `${missing} within ${timeoutMs} ms`,
  };
}

/**
 * The error and what caused it, outermost first; of several attempts at once (IPv6 and IPv4) the first stands
 * for all.
 */
function causes(error: unknown): (Error & { readonly code?: string })[] {
  const chain: (Error & { readonly code?: string })[] = [];
  for (let current = error; current instanceof Error && !chain.includes(current);) {
    chain.push(current);
    current =
      current instanceof AggregateError && current.cause === undefined ? current.errors[0] : current.cause;
  }
  return chain;
}
