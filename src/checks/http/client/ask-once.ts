import { isIP } from 'node:net';
import type { Identity } from './api.ts';
import { lookingUp } from './look-up.ts';
import type { Pace } from './pace.ts';
import { bareHost } from './loopback.ts';

/** One answer, or why there was none. */
export type AskedOnce =
  | { readonly status: number; readonly location: string | null; readonly text: string; readonly code: null }
  | { readonly status: null; readonly location: null; readonly text: ''; readonly code: string };

export interface AskOnce {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Sent instead of the URL's own host; nothing else tells a server whom it is asked for. */
  readonly host?: string;
  /** The user's own, as with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly ca?: string | null;
  readonly insecure?: boolean;
  readonly identity?: Identity | null;
  /** The address to connect to, whatever the name resolves to. */
  readonly resolve?: string | null;
  readonly pace?: Pace;
  readonly signal: AbortSignal;
}

/** Characters of a body that are read: enough for a redirect's page or an error. */
const longestText = 2_000;

/**
 * One request beside the run's own client, which knows one origin and one host: no token, no body, no second
 * try, and no trace among the recorded exchanges. Never rejects for what the server does; `code` is the
 * error's, `ETIMEDOUT` after the time.
 */
export async function askOnce({
  method,
  url,
  host,
  headers: own = {},
  timeoutMs,
  ca = null,
  insecure = false,
  identity = null,
  resolve: address = null,
  pace,
  signal,
}: AskOnce): Promise<AskedOnce> {
  await pace?.turn([signal]);
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    const headers = {
      'user-agent': 'facteur-qa',
      'content-length': '0',
      ...own,
      ...(host !== undefined && { host }),
    };
    // The certificate is the URL's host's, whatever host is asked for; an address is no server name (RFC 6066
    // section 3).
    const { hostname } = new URL(url);
    const servername = isIP(bareHost(hostname)) === 0 ? hostname : '';
    const none = (code: string): void => resolve({ status: null, location: null, text: '', code });
    const call = request(
      url,
      {
        method,
        signal,
        agent: false,
        headers,
        servername,
        rejectUnauthorized: !insecure,
        ...(ca !== null && { ca }),
        ...identity,
        ...lookingUp(address),
      },
      (answer) => {
        let text = '';
        const end = (): void => {
          clearTimeout(timer);
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? null,
            text: text.slice(0, longestText),
            code: null,
          });
          answer.destroy();
        };
        answer.setEncoding('utf8').on('data', (chunk) => {
          text += String(chunk);
          if (text.length >= longestText) end();
        });
        answer.once('close', end).once('error', end);
      },
    );
    const timer = setTimeout(() => {
      none('ETIMEDOUT');
      call.destroy();
    }, timeoutMs);
    call.on('error', (error) => {
      clearTimeout(timer);
      none('code' in error && typeof error.code === 'string' ? error.code : 'ECONNRESET');
    });
    // A server that changes the protocol has answered nothing that could be read.
    call.on('upgrade', (_answer, socket) => socket.destroy());
    call.on('close', () => {
      clearTimeout(timer);
      none('ECONNRESET');
    });
    call.end();
  });
}
