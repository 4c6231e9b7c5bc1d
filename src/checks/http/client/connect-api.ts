import type { Api, ApiOptions, ApiRequest } from './api.ts';
import { readBody, type ReadBody } from './body.ts';
import { bearer, curlLine, tokenRemover } from './authorization.ts';
import type { Answer, Exchange } from '../exchange/exchange.ts';
import { failureOf, timedOut } from './failure.ts';
import { isLoopback } from './loopback.ts';
import { openTransport } from './open-transport.ts';
import { bothEnds } from '../../support/both-ends.ts';
import { readJson } from './read-json.ts';
import { shapeIssues } from '../exchange/shape-issues.ts';
import type { ConnectionTimes, Received, Transport } from './transport.ts';

/** Characters of a body; a traceback names its exception at the end, after some thousand of frames. */
const longestText = 4_000;

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

  const send = async (request: ApiRequest): Promise<Exchange> => {
    const id = ++sent;
    const exchange = await exchangeOnce(id, request, await opening);
    done.push(exchange);
    return exchange;
  };

  const exchangeOnce = async (id: number, request: ApiRequest, transport: Transport): Promise<Exchange> => {
    const url = options.origin + request.path;
    const { authorization = 'none', timeoutMs = options.timeoutMs } = request;
    const body = request.raw?.body ?? (request.json === undefined ? null : JSON.stringify(request.json));
    const contentType = request.raw?.contentType ?? (body === null ? null : 'application/json');
    const headers = { ...(contentType !== null && { 'content-type': contentType }), ...request.headers };
    const credentials = bearer(authorization, options.token);
    const times: ConnectionTimes = {
      began: null,
      lookedUp: null,
      connected: null,
      secured: null,
      remoteAddress: null,
    };
    const end = endOf([options.signal, request.signal], timeoutMs);
    const startedAt = performance.now();
    let answeredAt: number | null = null;
    let received: Received | null = null;
    let read: ReadBody | null = null;
    let failure: Exchange['failure'] = null;
    try {
      received = await transport.exchange(
        {
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
        },
        times,
      );
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
        body: body?.slice(0, 2_000) ?? null,
      },
      startedMs: startedAt - began,
      phases: phasesOf(times, startedAt, answeredAt, performance.now()),
      remoteAddress: times.remoteAddress,
      answer: received === null || read === null ? null : answerOf(received, read, request, withoutToken),
      failure: failure && { ...failure, message: withoutToken(failure.message) },
      curl: curlLine({
        method: request.method,
        url,
        authorization,
        headers,
        userHeaders: Object.keys(options.headers),
        body,
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

/** A signal that fires with the first of the given ones or after the time, and says which it was. */
function endOf(signals: readonly (AbortSignal | undefined)[], timeoutMs: number) {
  const controller = new AbortController();
  let reason: 'timeout' | 'aborted' | null = null;
  const stop = (why: 'timeout' | 'aborted') => (): void => {
    reason ??= why;
    controller.abort();
  };
  const abort = stop('aborted');
  const timer = setTimeout(stop('timeout'), timeoutMs);
  for (const signal of signals) {
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    reason: () => reason,
    release: () => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', abort);
    },
  };
}

function answerOf(
  received: Received,
  read: ReadBody,
  { expects, issuesOf }: ApiRequest,
  withoutToken: (text: string) => string,
): Answer {
  const text = withoutToken(read.text);
  // A body that did not come whole has no shape to compare; the failure says so.
  const json = read.truncated ? { unread: 'it did not come whole' } : readJson(text);
  const compared = (): readonly string[] => {
    if (issuesOf !== undefined) return 'value' in json ? issuesOf(json.value) : [];
    if (expects === undefined) return [];
    return 'value' in json ? shapeIssues(expects, json.value) : [`(body): ${json.unread}`];
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received.headers))
    headers[name] = withoutToken(value).slice(0, 500);
  return {
    status: received.status,
    headers,
    body: {
      bytes: read.bytes,
      truncated: read.truncated,
      text: bothEnds(text, longestText),
      ...('value' in json && { json: json.value }),
    },
    shapeIssues: isOk(received) && !read.truncated ? [...compared()] : [],
  };
}

function isOk({ status }: Received): boolean {
  return status >= 200 && status < 300;
}

function phasesOf(
  times: ConnectionTimes,
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
