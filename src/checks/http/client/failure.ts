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
  [
    'tls',
    /^(CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+|ERR_OSSL_\w+|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)$/,
  ],
  [
    'reset',
    /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_DESTROYED|UND_ERR_CLOSED)$/,
  ],
];

/**
 * Why a request failed, from what the request or its body was rejected with: the innermost code that is known
 * decides.
 */
export function failureOf(error: unknown): Failure {
  const chain = causes(error);
  const message = describeError(chain.at(-1) ?? error);
  for (const { code } of chain.toReversed()) {
    if (code === undefined) continue;
    for (const [layer, pattern] of codes) if (pattern.test(code)) return { layer, code, message };
  }
  return { layer: 'protocol', code: chain.findLast(({ code }) => code !== undefined)?.code ?? null, message };
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
