import type * as z from 'zod/mini';
import type { Exchange } from '../exchange/exchange.ts';
import type { Pace } from './pace.ts';

/** One request to the API. */
export interface ApiRequest {
  /** What it is for, in words. */
  readonly step: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE' | 'OPTIONS';
  /** Below the origin, with the prefix: `/api/health`. */
  readonly path: string;
  /** The user named this route: a 2xx answer of it may have any form. */
  readonly named?: boolean;
  /**
   * `token` needs a token in {@link ApiOptions}; `forged` is that token with a broken signature. Default
   * `none`.
   */
  readonly authorization?: Exchange['request']['authorization'];
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, for bad input; `contentType` goes with it. */
  readonly raw?: { readonly body: string; readonly contentType: string };
  /** The documented shape of a 2xx JSON answer. */
  readonly expects?: z.ZodMiniType;
  /**
   * Instead of `expects`, where the body's own form decides what is documented: the issues of a JSON body.
   */
  readonly issuesOf?: (json: unknown) => readonly string[];
  /**
   * Sending it twice changes no more than sending it once, which the method does not tell: it may be sent
   * again where a connection that stood already turns out to be closed. GET and HEAD are so anyway.
   */
  readonly repeatable?: boolean;
  /** Called where the run ended while this waited for its turn: `send` rejects, and nothing went out. */
  readonly onUnsent?: () => void;
  /** Milliseconds for the whole exchange; the client's own `timeoutMs` where absent. */
  readonly timeoutMs?: number;
  /** Ends this exchange besides the run's signal. */
  readonly signal?: AbortSignal;
}

/** The API under examination. Every exchange is recorded; nothing that the server does makes `send` throw. */
export interface Api {
  /** Scheme, host and port. */
  readonly origin: string;
  /** `/api`. */
  readonly prefix: string;
  /** Rejects only when the run was aborted before an answer came. Redirects are never followed. */
  send(request: ApiRequest): Promise<Exchange>;
  /** All that was sent so far, in the order of sending. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

export interface ApiOptions {
  readonly origin: string;
  readonly prefix: string;
  readonly token: string | null;
  /**
   * Takes every secret that the caller knows out of what a server sends back, before any of it is cut off or
   * kept.
   */
  readonly redact?: (text: string) => string;
  /** Ends every exchange: the run's deadline, or the user. */
  readonly signal: AbortSignal;
  /** Milliseconds for one exchange, all phases. */
  readonly timeoutMs: number;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM of the authority to trust instead of the system's. */
  readonly ca: string | null;
  /** Accept any certificate; the caller has said so loudly. */
  readonly insecure: boolean;
  /** Where proxies are configured (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`). */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shared by the clients of one run; requests go as they come where it is absent. */
  readonly pace?: Pace;
  /** When the run ends, by `performance.now()`: a server is not waited for beyond it. */
  readonly endsAt?: number;
  /** The address to connect to, whatever the name resolves to. */
  readonly resolve?: string | null;
  /** A certificate of our own, and its key; PEM. */
  readonly identity?: Identity | null;
}

/** A client's certificate and private key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}
