import { shellWord } from '../../support/shell.ts';
import type { Exchange } from '../exchange/exchange.ts';

type Authorization = Exchange['request']['authorization'];

/** The same token with another signature: header and claims still say what they said. */
export function forge(token: string): string {
  const at = token.lastIndexOf('.') + 1;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

/**
 * The value of the Authorization header, or null for none. Throws when a token is needed and there is none.
 */
export function bearer(authorization: Authorization, token: string | null): string | null {
  if (authorization === 'none') return null;
  if (authorization === 'malformed') return 'Bearer not-a-token';
  if (token === null) throw new Error(`A request wants the ${authorization} token, and the run has none.`);
  return `Bearer ${authorization === 'forged' ? forge(token) : token}`;
}

/** How a shell writes that header without the token itself. */
const shellBearer: Readonly<Record<Exclude<Authorization, 'none'>, string>> = {
  token: '"Authorization: Bearer $QA_TOKEN"',
  forged: '"Authorization: Bearer ${QA_TOKEN%??????}AAAAAA"',
  malformed: "'Authorization: Bearer not-a-token'",
};

/** The request as a command line; header values that the user gave stand as `…`, they may be secret. */
export function curlLine(request: {
  readonly method: string;
  readonly url: string;
  readonly authorization: Authorization;
  readonly headers: Readonly<Record<string, string>>;
  readonly userHeaders: readonly string[];
  readonly body: string | null;
  /** The address that was connected to instead of what the name resolves to. */
  readonly resolve?: string | null;
}): string {
  const words = ['curl', '-sS', '-i'];
  if (request.method === 'HEAD') words.push('--head');
  else if (request.method !== 'GET') words.push('-X', request.method);
  if (request.resolve != null) words.push('--resolve', shellWord(resolveWord(request.url, request.resolve)));
  words.push(shellWord(request.url));
  if (request.authorization !== 'none') words.push('-H', shellBearer[request.authorization]);
  for (const [name, value] of Object.entries(request.headers))
    words.push('-H', shellWord(`${name}: ${value}`));
  for (const name of request.userHeaders) words.push('-H', shellWord(`${name}: …`));
  if (request.body !== null)
    words.push(
      '--data-raw',
      shellWord(request.body.length > 2_000 ? `${request.body.slice(0, 2_000)}…` : request.body),
    );
  return words.join(' ');
}

/** As curl writes an address for a name: `host:port:address`, IPv6 in brackets. */
function resolveWord(url: string, address: string): string {
  const { hostname, port, protocol } = new URL(url);
  const bracketed = address.includes(':') ? `[${address}]` : address;
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}:${bracketed}`;
}

/** A function that takes the token, and its claims and signature alone, out of what a server sent back. */
export function tokenRemover(token: string | null): (text: string) => string {
  if (token === null) return (text) => text;
  const parts = [token, forge(token), ...token.split('.').slice(1)].filter((part) => part.length >= 16);
  return (text) => parts.reduce((cleaned, part) => cleaned.replaceAll(part, '[token]'), text);
}
