import type { Api, ApiOptions, ApiRequest } from './api.ts';
import { readBody, type ReadBody } from './body.ts';
import { bearer, curlLine, tokenRemover } from './authorization.ts';
import { answerOf } from './answer-of.ts';
import { endOf } from './end-of.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { failureOf, timedOut } from './failure.ts';
import { isLoopback } from './loopback.ts';
import { openTransport } from './open-transport.ts';
import { createPace } from './pace.ts';
import { mostTries, pauseMs, spacingMs } from './rate-limit.ts';
import { unopened, type Received, type Transport } from './transport.ts';

/** Milliseconds that a client without a deadline may wait for a server that wants to be left alone. */
const longestUntold = 30_000;

/**
 * Connects to the API; nothing is sent yet. All exchanges share one pool of connections, and each is recorded
 * whole. Throws when a token would go in clear text to another machine.
 */
export function connectApi(options: ApiOptions): Api {
  const { protocol, hostname } = new URL(options.origin);
  if (options.token !== null && protocol === 'http:' && !isLoopback(hostname)) {
    throw new Error(`The token would travel in clear text to ${options.origin}.`);
  }
  const began = performance.now();
  const redact = options.redact ?? ((text: string) => text);
  const removeToken = tokenRemover(options.token);
  const withoutToken = (text: string): string => redact(removeToken(text));
  const done: Exchange[] = [];
  let sent = 0;
  // Loading takes a good part of a short run: it begins here, and the first request waits for it.
  const opening = openTransport(options);
  opening.catch(() => undefined);

  const { pace = createPace(), endsAt = began + longestUntold } = options;

  // How often all of them waited for the server since it let one through, and until when.
  let waits = 0;
  let waitingUntil = 0;

  /** Sends, and again where the server wants to be left alone first and the run has the time. */
  const send = async (request: ApiRequest): Promise<Exchange> => {
    for (let tries = 0; ; tries += 1) {
      await awaitTurn(request);
      const id = ++sent;
      const exchange = await exchangeOnce(id, request, await opening);
      done.push(exchange);
      const { answer } = exchange;
      if (answer?.status !== 429) {
        if (answer !== null) waits = 0;
        return exchange;
      }
      const waitMs = pauseMs(answer.headers['retry-after'], tries, Date.now());
      const now = performance.now();
      if (now + waitMs + Math.min(options.timeoutMs, 1_000) > endsAt) return exchange;
      if (now >= waitingUntil) waits += 1;
      if (tries >= mostTries || waits > mostTries) return exchange;
      waitingUntil = Math.max(waitingUntil, now + waitMs);
      pace.slowDown(waitMs, spacingMs(waitMs, done.filter((each) => each.answer?.status !== 429).length));
    }
  };

  const awaitTurn = async ({ signal: own, onUnsent }: ApiRequest): Promise<void> => {
    try {
      await pace.turn(own === undefined ? [options.signal] : [options.signal, own]);
    } catch (error) {
      onUnsent?.();
      throw options.signal.aborted ? options.signal.reason : (own?.reason ?? error);
    }
  };

  const exchangeOnce = async (id: number, request: ApiRequest, transport: Transport): Promise<Exchange> => {
    const url = options.origin + request.path;
    const { authorization = 'none', timeoutMs = options.timeoutMs } = request;
    const body = request.raw?.body ?? (request.json === undefined ? null : JSON.stringify(request.json));
    const contentType = request.raw?.contentType ?? (body === null ? null : 'application/json');
    const headers = { ...(contentType !== null && { 'content-type': contentType }), ...request.headers };
    const credentials = bearer(authorization, options.token);
    const times = unopened();
    const end = endOf([options.signal, request.signal], timeoutMs);
    const startedAt = performance.now();
    let answeredAt: number | null = null;
    let received: Received | null = null;
    let read: ReadBody | null = null;
    let failure: Exchange['failure'] = null;
    let resent = false;
    const parts = {
      method: request.method,
      path: request.path,
      headers: {
        accept: 'application/json',
        'user-agent': 'facteur-qa',
        ...headers,
        ...options.headers,
        ...(credentials !== null && { authorization: credentials }),
      },
      body,
      signal: end.signal,
    };
    try {
      try {
        received = await transport.exchange(parts, times);
      } catch (error) {
        // The server had given up a connection that stood already: that is no word on this request.
        if (!times.reused || failureOf(error).layer !== 'reset' || !isRepeatable(request)) throw error;
        resent = true;
        Object.assign(times, unopened());
        received = await transport.exchange({ ...parts, fresh: true }, times);
      }
      answeredAt = performance.now();
      read = await readBody(received.body, received.headers['content-encoding']);
      failure = read.failure;
    } catch (error) {
      failure = failureOf(error);
    } finally {
      end.release();
    }
    if (end.reason() === 'aborted' && (failure !== null || received === null)) {
      throw options.signal.aborted ? options.signal.reason : request.signal?.reason;
    }
    if (end.reason() === 'timeout' && failure !== null) {
      failure = timedOut(
        timeoutMs,
        received !== null
          ? 'body'
          : times.began !== null && times.connected === null
            ? 'connection'
            : 'answer',
      );
    }
    return {
      id,
      step: request.step,
      request: {
        method: request.method,
        url,
        path: request.path,
        authorization,
        ...(request.named === true && { named: true }),
        body: body?.slice(0, 2_000) ?? null,
      },
      startedMs: startedAt - began,
      phases: phasesOf(times, startedAt, answeredAt, performance.now()),
      remoteAddress: times.remoteAddress,
      answer: received === null || read === null ? null : answerOf(received, read, request, withoutToken),
      failure: failure && { ...failure, message: withoutToken(failure.message) },
      ...(resent && { resent }),
      curl: curlLine({
        method: request.method,
        url,
        authorization,
        headers,
        userHeaders: Object.keys(options.headers),
        body,
        resolve: options.resolve ?? null,
      }),
    };
  };

  return {
    origin: options.origin,
    prefix: options.prefix,
    send,
    get exchanges() {
      return done.toSorted((one, other) => one.id - other.id);
    },
    close: async () => {
      (await opening).close();
    },
  };
}

/**
 * Sending it twice is the same as once: by its method (RFC 9110, section 9.2), or because the caller says so.
 */
function isRepeatable({ method, repeatable = false }: ApiRequest): boolean {
  return repeatable || method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function phasesOf(
  times: ReturnType<typeof unopened>,
  startedAt: number,
  answeredAt: number | null,
  endedAt: number,
): Exchange['phases'] {
  const between = (from: number | null, to: number | null): number | null =>
    from === null || to === null ? null : to - from;
  const ready = times.secured ?? times.connected ?? startedAt;
  return {
    dns: between(times.began, times.lookedUp),
    tcp: between(times.lookedUp ?? times.began, times.connected),
    tls: between(times.connected, times.secured),
    firstByte: between(ready, answeredAt),
    total: endedAt - startedAt,
  };
}
