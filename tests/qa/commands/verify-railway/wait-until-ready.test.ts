import { expect, it } from 'vitest';
import { defaultRoutes } from '../../../../src/checks/deployment/index.ts';
import type { Exchange } from '../../../../src/checks/http/index.ts';
import { waitUntilReady } from '../../../../src/qa/commands/verify-railway/wait-until-ready.ts';

const routes = defaultRoutes('/api');

type Answer = readonly [status: number, body?: unknown, headers?: Record<string, string>] | string | null;

/** A string is why no answer came; null is that there is no reason either. */
const exchange = (path: string, answer: Answer): Exchange => ({
  id: 1,
  step: 'wait',
  request: { method: 'GET', url: `https://a${path}`, path, authorization: 'none', body: null },
  startedMs: 0,
  phases: { dns: null, tcp: null, tls: null, firstByte: null, total: 1 },
  remoteAddress: null,
  answer:
    typeof answer === 'string' || answer === null
      ? null
      : {
          status: answer[0],
          headers: answer[2] ?? {},
          body: { bytes: 0, truncated: false, text: '', ...(answer[1] !== undefined && { json: answer[1] }) },
          shapeIssues: [],
        },
  failure: typeof answer === 'string' ? { layer: 'tcp', code: 'ECONNREFUSED', message: answer } : null,
  curl: 'curl',
});

const ok: Answer = [200, { status: 'ok' }];
const starting: Answer = [503, { status: 'not_ready' }];
const of = (commit: string, version = '1'): Answer => [200, { status: 'ok', commit, version }];
const edge: Record<string, string> = { 'x-railway-fallback': 'true' };
const gone: Answer = [502, {}, edge];
const refused = 'connect ECONNREFUSED';

interface Course {
  /** By look, from the first; the last one stays. Liveness and readiness, or both. */
  readonly looks: readonly (Answer | { readonly live: Answer; readonly ready: Answer })[];
  readonly expected?: { readonly commit?: string; readonly version?: string };
  /** What Railway says, each time it is asked; the last one stays. */
  readonly railway?: readonly ({ readonly status: string; readonly commit: string | null } | null)[];
  readonly limitMs?: number;
  readonly consecutive?: number;
  readonly pauseMs?: number;
  /** The run is stopped in the pause behind this look. */
  readonly stoppedAt?: number;
}

async function follow(course: Course) {
  const {
    looks,
    expected = {},
    railway = [null],
    limitMs = 60_000,
    consecutive = 2,
    pauseMs = 1_000,
  } = course;
  const at = <Item>(items: readonly Item[], place: number): Item => {
    const item = items[Math.min(place, items.length - 1)];
    if (item === undefined) throw new Error('nothing to answer');
    return item;
  };
  const stop = new AbortController();
  const said: string[] = [];
  const pauses: number[] = [];
  const patience = new Set<number | undefined>();
  const railwayAskedAt: number[] = [];
  let nowMs = 5_000;
  const result = await waitUntilReady(
    { limitMs, consecutive, pauseMs },
    {
      api: {
        send: async ({ step, path, timeoutMs }) => {
          patience.add(timeoutMs);
          const look = at(looks, Number(step.replace('wait ', '')) - 1);
          const isBoth = look === null || typeof look === 'string' || !('live' in look);
          return exchange(path, isBoth ? look : path === routes.liveness ? look.live : look.ready);
        },
      },
      routes,
      expected: {
        commit: expected.commit ?? null,
        version: expected.version ?? null,
        environment: null,
        values: [],
      },
      signal: stop.signal,
      progress: (line) => void said.push(line),
      latestDeployment: async () => {
        railwayAskedAt.push(nowMs - 5_000);
        return at(railway, railwayAskedAt.length - 1);
      },
    },
    {
      now: () => nowMs,
      pause: async (durationMs, signal) => {
        pauses.push(durationMs);
        nowMs += durationMs;
        if (pauses.length === course.stoppedAt) stop.abort(new Error('stopped'));
        signal.throwIfAborted();
      },
    },
  );
  return { result, said, pauses, patience: [...patience], railwayAskedAt };
}

it.each<[string, Course, string, string]>([
  ['it is ready', { looks: [ok] }, 'ready', 'ready 2 times in a row'],
  ['it becomes ready', { looks: [refused, starting, ok] }, 'ready', 'ready 2 times in a row'],
  ['there is no readiness route', { looks: [{ live: ok, ready: [404] }] }, 'ready', 'ready 2 times in a row'],
  [
    'it never becomes ready',
    { looks: [starting], limitMs: 3_000, consecutive: 4 },
    'timeout',
    'not ready 4 times in a row within 3.0 s: /api/health/ready answers 503 "not_ready"',
  ],
  [
    'its body says nothing',
    { looks: [[503]], limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: /api/health/ready answers 503',
  ],
  [
    'its body says that it is bad',
    { looks: [[200, { status: 'down' }]], limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: /api/health/ready answers 200 "down"',
  ],
  [
    'no route is there at all',
    { looks: [[404]], limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: /api/health answers 404',
  ],
  [
    'liveness is away, and readiness is not there',
    { looks: [{ live: refused, ready: [404] }], limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: /api/health/ready answers 404',
  ],
  [
    'nobody answers',
    { looks: [refused], limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: no answer (connect ECONNREFUSED)',
  ],
  [
    'nobody answers, for no reason',
    { looks: [null], limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: no answer (no reason told)',
  ],
  [
    "Railway's edge answers in its place",
    { looks: [gone], limitMs: 1_000 },
    'timeout',
    "not ready 2 times in a row within 1.0 s: /api/health/ready: 502, Railway's edge answered, not the " +
      'application',
  ],
  [
    "Railway's edge knows no application",
    { looks: [[404, { status: 'error', code: 404, message: 'Application not found' }, edge]] },
    'hopeless',
    "Railway's edge knows no application under this host",
  ],
  [
    'it goes away again and again',
    { looks: [starting, gone, starting, refused, starting, [502], starting] },
    'hopeless',
    'the application went away 3 times: a crash loop',
  ],
  [
    'it goes away as a deployment does',
    { looks: [ok, refused, starting, gone, ok] },
    'ready',
    'ready 2 times in a row',
  ],
  [
    'the run is stopped',
    { looks: [starting], stoppedAt: 2 },
    'interrupted',
    'the run was stopped while waiting',
  ],
  [
    'another commit answers',
    { looks: [of('7654321')], expected: { commit: 'abcdef1' }, limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: commit 7654321 still answers',
  ],
  [
    'another commit answers to liveness alone',
    { looks: [{ live: of('7654321'), ready: ok }], expected: { commit: 'abcdef1' }, limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: commit 7654321 still answers',
  ],
  [
    'the expected commit answers in the end',
    { looks: [of('7654321'), of('abcdef1234')], expected: { commit: 'abcdef1' } },
    'ready',
    'ready 2 times in a row',
  ],
  [
    'another version answers',
    { looks: [of('abcdef1', '1')], expected: { version: '2' }, limitMs: 1_000 },
    'timeout',
    'not ready 2 times in a row within 1.0 s: version 1 still answers',
  ],
  [
    'the expected version answers, or none is told',
    { looks: [of('abcdef1', '2'), ok], expected: { version: '2' } },
    'ready',
    'ready 2 times in a row',
  ],
  [
    'no commit is told, and liveness is away',
    { looks: [{ live: refused, ready: ok }], expected: { commit: 'abcdef1' } },
    'ready',
    'ready 2 times in a row',
  ],
  [
    'no commit is told, and Railway builds the expected one',
    {
      looks: [ok],
      expected: { commit: 'abcdef1' },
      railway: [{ status: 'BUILDING', commit: 'abcdef1' }],
      limitMs: 1_000,
    },
    'timeout',
    "not ready 2 times in a row within 1.0 s: Railway's latest deployment is BUILDING, of commit abcdef1",
  ],
  [
    'no commit is told, and Railway runs another one',
    {
      looks: [ok],
      expected: { commit: 'abcdef1' },
      railway: [{ status: 'SUCCESS', commit: '7654321' }],
      limitMs: 1_000,
    },
    'timeout',
    "not ready 2 times in a row within 1.0 s: Railway's latest deployment is SUCCESS, of commit 7654321",
  ],
  [
    'no commit is told, and Railway runs the expected one',
    { looks: [ok], expected: { commit: 'abcdef1' }, railway: [{ status: 'SUCCESS', commit: 'abcdef1' }] },
    'ready',
    'ready 2 times in a row',
  ],
  [
    'no commit is told, by Railway neither',
    { looks: [ok], expected: { commit: 'abcdef1' }, railway: [{ status: 'BUILDING', commit: null }] },
    'ready',
    'ready 2 times in a row',
  ],
  [
    "Railway's deployment failed",
    { looks: [starting], railway: [{ status: 'FAILED', commit: null }] },
    'hopeless',
    "Railway's latest deployment is FAILED",
  ],
  [
    "Railway's deployment crashes later",
    { looks: [starting], railway: [null, { status: 'CRASHED', commit: 'abcdef1' }] },
    'hopeless',
    "Railway's latest deployment is CRASHED",
  ],
  [
    "Railway's deployment of the expected commit failed",
    {
      looks: [starting],
      expected: { commit: 'abcdef1' },
      railway: [{ status: 'FAILED', commit: 'abcdef1' }],
    },
    'hopeless',
    "Railway's latest deployment is FAILED",
  ],
  [
    "Railway's deployment of another commit failed",
    {
      looks: [starting],
      expected: { commit: 'abcdef1' },
      railway: [{ status: 'FAILED', commit: '7654321' }],
      limitMs: 1_000,
    },
    'timeout',
    'not ready 2 times in a row within 1.0 s: /api/health/ready answers 503 "not_ready"',
  ],
])('waiting, where %s', async (_, course, outcome, reason) => {
  const { result } = await follow(course);
  expect(result).toMatchObject({ outcome, reason });
});

it('what was waited for is counted: looks, relapses, departures, and the time', async () => {
  const { result, said } = await follow({ looks: [refused, ok, starting, gone, ok, ok], consecutive: 2 });
  expect(result).toEqual({
    outcome: 'ready',
    reason: 'ready 2 times in a row',
    attempts: 6,
    milliseconds: 1_500 + 1_000 + 1_500 + 2_250 + 1_000,
    consecutive: 2,
    inARow: 2,
    relapses: 1,
    departures: 1,
  });
  expect(said).toEqual([
    '0.0 s no answer (connect ECONNREFUSED)',
    '1.5 s /api/health/ready answers 200 "ok" (1 of 2)',
    '2.5 s /api/health/ready answers 503 "not_ready"',
    "4.0 s /api/health/ready: 502, Railway's edge answered, not the application",
    '6.3 s /api/health/ready answers 200 "ok" (1 of 2)',
    '7.3 s /api/health/ready answers 200 "ok" (2 of 2)',
  ]);
});

it('pauses grow up to 5 s, never beyond the limit; the last look is given its second', async () => {
  const { pauses, patience, result } = await follow({ looks: [starting], limitMs: 20_500 });
  expect(pauses).toEqual([1_500, 2_250, 3_375, 5_000, 5_000, 3_375]);
  expect(result.milliseconds).toBe(20_500);
  expect(patience).toEqual([5_000, 3_375, 1_000]);
});

it('Railway is asked at once, and then every 10 s, as long as it is not ready', async () => {
  const waited = await follow({ looks: [starting], limitMs: 25_000, pauseMs: 10_000 / 3 });
  expect(waited.railwayAskedAt).toEqual([0, 10_000, 20_000]);
  expect((await follow({ looks: [ok], consecutive: 20 })).railwayAskedAt).toEqual([]);
  const untold = await follow({ looks: [ok], consecutive: 15, expected: { commit: 'abcdef1' } });
  expect(untold.railwayAskedAt).toEqual([0, 10_000]);
});

it('what is no interruption is not told as one', async () => {
  const failing = waitUntilReady(
    { limitMs: 1, consecutive: 1, pauseMs: 1 },
    {
      api: { send: () => Promise.reject(new Error('a mistake of ours')) },
      routes,
      expected: { commit: null, version: null, environment: null, values: [] },
      signal: new AbortController().signal,
      progress: () => undefined,
      latestDeployment: async () => null,
    },
  );
  await expect(failing).rejects.toThrow('a mistake of ours');
});
