import type { Answer, Exchange } from '../exchange/exchange.ts';

/** Evidence for the checks' examples: one exchange, changed in one place, and the traffic that holds it. */

export function exampleTraffic(...exchanges: readonly Exchange[]) {
  return {
    traffic: {
      exchanges: [...exchanges],
      localNetwork: 'not-checked' as const,
      warnMs: 1_000,
      failMs: 5_000,
    },
  };
}

/** `GET path` was answered. `body` is JSON, or a text as it is. */
export function exampleAnswer(
  path: string,
  status: number,
  body: unknown,
  answer: Partial<Answer> = {},
): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    ...request(path),
    answer: {
      status,
      headers: { 'content-type': 'application/json' },
      body: {
        bytes: text.length,
        truncated: false,
        text,
        ...(typeof body === 'string' ? {} : { json: body }),
      },
      shapeIssues: [],
      ...answer,
    },
    failure: null,
  };
}

export function exampleFailure(path: string, failure: NonNullable<Exchange['failure']>): Exchange {
  return { ...request(path), answer: null, failure };
}

function request(path: string): Omit<Exchange, 'answer' | 'failure'> {
  const url = `https://api.example${path}`;
  return {
    id: 1,
    step: 'example',
    request: { method: 'GET', url, path, authorization: 'none', body: null },
    startedMs: 0,
    phases: { dns: 1, tcp: 1, tls: 1, firstByte: 5, total: 8 },
    remoteAddress: '192.0.2.1',
    curl: `curl -sS -i ${url}`,
  };
}
