import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApiOptions } from '../../../../src/checks/http/client/api.ts';
import { connectApi } from '../../../../src/checks/http/client/connect-api.ts';
import { createPace } from '../../../../src/checks/http/client/pace.ts';
import { retryAfterMs } from '../../../../src/checks/http/client/rate-limit.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** Lets so many requests through in each window, and answers 429 to the others. */
async function limited(limit: number, windowMs: number, refuse: (answer: ServerResponse) => void) {
  const times: number[] = [];
  const passed: number[] = [];
  const server = createServer((_request, answer) => {
    const now = performance.now();
    times.push(now);
    if (passed.filter((at) => at > now - windowMs).length >= limit) {
      answer.statusCode = 429;
      return refuse(answer);
    }
    passed.push(now);
    answer.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => void server.close());
  const connect = (more: Partial<ApiOptions> = {}) => {
    const api = connectApi({
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      prefix: '/api',
      token: null,
      signal: new AbortController().signal,
      timeoutMs: 1_000,
      headers: {},
      ca: null,
      insecure: false,
      environment: {},
      ...more,
    });
    opened.push(() => void api.close());
    return api;
  };
  return { connect, times };
}

const retryAfter = (value: string) => (answer: ServerResponse) =>
  void answer.setHeader('retry-after', value).end('{"detail":"Too Many Requests"}');
const ask = { step: 'ask', method: 'GET', path: '/api/x' } as const;

describe('a server that wants to be left alone', () => {
  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 1_500).toUTCString()],
  ])('is left alone for the %s that it names, then every request is answered', async (_what, value) => {
    const { connect, times } = await limited(3, 900, (answer) => retryAfter(value())(answer));
    const api = connect();
    const seen = await Promise.all([1, 2, 3, 4, 5].map(() => api.send(ask)));
    expect(seen.map(({ answer }) => answer?.status)).toEqual([200, 200, 200, 200, 200]);
    // What was refused is evidence too.
    expect(api.exchanges.filter(({ answer }) => answer?.status === 429).length).toBeGreaterThan(0);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThan(400);
  });

  it.each([1, 5])(
    'lets nothing through: %s at a time give up after as many waits together',
    async (count) => {
      const { connect, times } = await limited(0, 60_000, retryAfter('0.05'));
      const api = connect();
      const seen = await Promise.all(Array.from({ length: count }, () => api.send(ask)));
      expect(seen.map(({ answer }) => answer?.status)).toEqual(Array.from({ length: count }, () => 429));
      // Each of them is refused once, and four waits more are all that anybody makes.
      expect(times.length).toBeLessThanOrEqual(2 * count + 4);
    },
  );

  it('is not waited for beyond the end of the run', async () => {
    const { connect, times } = await limited(1, 60_000, retryAfter('60'));
    const api = connect({ endsAt: performance.now() + 5_000 });
    await api.send(ask);
    const began = performance.now();
    expect((await api.send(ask)).answer?.status).toBe(429);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(times).toHaveLength(2);
  });

  it('ends with the run, also while it is waited for', async () => {
    const { connect } = await limited(0, 1_000, retryAfter('20'));
    const stop = new AbortController();
    const api = connect({ signal: stop.signal });
    const asking = api.send(ask);
    setTimeout(() => stop.abort(new Error('the user stopped it')), 200);
    await expect(asking).rejects.toThrow('the user stopped it');
  });
});

it('requests keep the distance that was asked for, over several clients of one run', async () => {
  const { connect, times } = await limited(100, 1_000, (answer) => void answer.end());
  const pace = createPace(100);
  const [one, other] = [connect({ pace }), connect({ pace })];
  await Promise.all([one.send(ask), other.send(ask), one.send(ask), other.send(ask)]);
  // Arrivals may bunch up on a busy machine; all of them together cannot come sooner.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(250);
});

it.each([
  ['2', 2_000],
  ['0', 0],
  ['1.5', 1_500],
  ['Thu, 01 Jan 1970 00:00:05 GMT', 4_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', null],
  [undefined, null],
])('Retry-After: %s is %s ms', (value, expected) => {
  expect(retryAfterMs(value, 1_000)).toBe(expected);
});

it('a request that the run ends before its turn is told apart: nothing of it went out', async () => {
  const { connect, times } = await limited(9, 1, (answer) => void answer.end());
  const ending = new AbortController();
  const api = connect({ pace: createPace(60_000), signal: ending.signal });
  await api.send(ask);
  let unsent = 0;
  const waiting = api.send({ ...ask, onUnsent: () => (unsent += 1) });
  ending.abort(new Error('the end'));
  await expect(waiting).rejects.toThrow('the end');
  expect([unsent, times.length, api.exchanges.length]).toEqual([1, 1, 1]);
});
