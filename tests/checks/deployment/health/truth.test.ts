import { describe, expect, it } from 'vitest';
import { contradictingHealth } from '../../../../src/checks/deployment/contradicting-health.ts';
import { deadLiveness } from '../../../../src/checks/deployment/dead-liveness.ts';
import { degradedReadiness } from '../../../../src/checks/deployment/degraded-readiness.ts';
import { answered, healthWith } from '../../../../src/checks/deployment/examples/evidence.ts';
import { valueAt } from '../../../../src/checks/deployment/health/expected-value.ts';
import { readHealth } from '../../../../src/checks/deployment/health/health-body.ts';
import { healthyButFailing } from '../../../../src/checks/deployment/healthy-but-failing.ts';
import { unprovenHealth } from '../../../../src/checks/deployment/unproven-health.ts';
import { Withheld, type Judgement } from '../../../../src/checks/check.ts';
import { cacheHeaderOf } from '../../../../src/checks/http/exchange/cache.ts';
import type { Exchange } from '../../../../src/checks/http/exchange/exchange.ts';

const observed = (judgement: Judgement) => (judgement instanceof Withheld ? judgement.observed : judgement);
const text = { 'content-type': 'text/plain' };
const html = { 'content-type': 'text/html' };
const ready = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  healthWith({ readiness: answered('/api/health/ready', status, body, headers) });

describe('a green status over a body that says the opposite', () => {
  it.each<[string, unknown]>([
    ...[
      'degraded',
      'Degraded',
      'FAIL',
      'fail',
      'down',
      'DOWN',
      'error',
      'Error',
      'unhealthy',
      'Unhealthy',
    ].map((status): [string, unknown] => [`status ${status}`, { status }]),
    ['not ready, in two words', { status: 'not ready' }],
    ['ok: false', { ok: false, reason: 'migrations' }],
    ['healthy: false', { healthy: false }],
    ["Spring's components", { status: 'UP', components: { db: { status: 'DOWN' }, ping: { status: 'UP' } } }],
    ['Spring, out of service', { status: 'OUT_OF_SERVICE' }],
    ['services of their own', { status: 'ok', services: { database: { status: 'down' } } }],
    ['a word for a service', { status: 'ok', services: { database: 'down', cache: 'up' } }],
    ['a word beside the status', { status: 'ok', db: 'disconnected' }],
    ['a reason beside the status', { status: 'ok', redis: 'error: connection refused' }],
    ['a flag of a component', { status: 'ok', checks: { database: { ok: false } } }],
    ['a list of checks', { status: 'ok', checks: [{ name: 'database', status: 'down' }] }],
    [
      'health+json',
      { status: 'pass', checks: { 'postgres:connect': [{ status: 'fail', output: 'refused' }] } },
    ],
    [
      "ASP.NET's JSON",
      { status: 'Healthy', results: { npgsql: { status: 'Unhealthy', description: null } } },
    ],
    ["ASP.NET's text", 'Unhealthy'],
    ['Degraded in text', 'Degraded'],
    ['DOWN in text', 'DOWN\n'],
    ...[
      { healthy: 'false' },
      { ok: 0 },
      { isHealthy: false },
      { Status: 'Unhealthy' },
      { status: false },
      { success: false },
      { live: false },
      { result: 'fail' },
      { health: 'red' },
      { status: 503 },
      { status: '503' },
      { code: 503, message: 'Service Unavailable' },
      { error: 'database is down' },
      { data: null, errors: [{ message: 'boom' }] },
      { status: 'ok', error: 'redis: timeout' },
      { status: 'ok', failed: ['redis'] },
      { status: 'ok', maintenance: true },
      { message: 'Service Unavailable' },
      { detail: 'db error' },
      { database: 'connection refused' },
      { status: 'error connecting to the database' },
      { status: 'the database is not connected' },
      { status: 'ok', db_connected: false },
      { status: 'ok', isDbConnected: false },
      { status: 'ok', database: { reachable: false } },
      { status: 'ok', checks: { postgresMain: false, redis: true } },
      { status: 'ok', checks: { storageBucket: 'timed out' } },
      { checks: [{ status: 'critical' }] },
      [{ CheckID: 'service:db', Status: 'critical' }],
      ...['maintenance', 'starting', 'NOK', 'KO', 'panic', 'not serving', 'major_outage'].map((status) => ({
        status,
      })),
      false,
      '[+]ping ok\n[-]etcd failed: reason withheld\nhealthz check failed',
      'status: down\ndatabase: gone',
      '<health><status>DOWN</status></health>',
      'database connection failed',
    ].map((body): [string, unknown] => [JSON.stringify(body), body]),
  ])('%s is found', (_what, body) => {
    expect(observed(contradictingHealth.judge({ health: ready(200, body) }))).toMatchObject([
      { subject: '/api/health/ready' },
    ]);
  });

  it('names the part that is down', () => {
    const body = { status: 'UP', components: { db: { status: 'DOWN' } } };
    expect(observed(contradictingHealth.judge({ health: ready(200, body) }))).toMatchObject([
      { message: 'GET /api/health/ready answered 200, while its body says "UP", and components.db is DOWN.' },
    ]);
  });

  it.each<[string, unknown]>([
    ['plain OK', 'OK'],
    ['Healthy', 'Healthy'],
    ['{"ok":true}', { ok: true }],
    ['a warning of health+json', { status: 'warn' }],
    [
      'Spring, all up',
      { status: 'UP', components: { db: { status: 'UP', details: { database: 'PostgreSQL' } } } },
    ],
    [
      'terminus, all up',
      { status: 'ok', info: { db: { status: 'up' } }, error: {}, details: { db: { status: 'up' } } },
    ],
    [
      "the error's name in a field of another meaning",
      { status: 'ok', last_error: 'error', log_level: 'error' },
    ],
    ['an environment of that name', { status: 'ok', environment: 'down', mode: 'offline' }],
    ['a word that nobody knows', { status: 'purple' }],
    ...[
      { status: 'ok', maintenance: false, error: null, errors: [], failures: {} },
      { status: 'ok', errors: 0, error: 'none', message: 'no errors' },
      { status: 'ok', database: 'postgresql 15' },
      { status: 'ok', features: { search: false } },
      { status: 'ok', last_deploy: { result: 'failed' } },
      { status: 'success', data: { uptime: 3 }, message: null },
      { status: 200, message: 'OK' },
      { code: 0, msg: 'success' },
      { status: 'SERVING' },
      { status: 'connected (3 ms)' },
      [{ Status: 'passing' }],
      true,
      '[+]ping ok\n[+]etcd ok\nhealthz check passed',
      'status: ok\nversion: 1',
    ].map((body): [string, unknown] => [JSON.stringify(body), body]),
    ['a page', '<!doctype html><p>down</p>'],
    ['a sentence', 'The service is down for maintenance, we are sorry for that.'],
  ])('%s is fine', (_what, body) => {
    expect(observed(contradictingHealth.judge({ health: ready(200, body) }))).toEqual([]);
  });

  it('never throws, however deep a body is', () => {
    const deep = { status: 'ok', db: Array.from({ length: 60 }).reduce<object>((inner) => ({ inner }), {}) };
    expect(readHealth({ text: '', json: deep })).toMatchObject({ state: 'good', down: [] });
  });
});

describe('a green answer that proves nothing', () => {
  it.each<[string, Exchange, 'error' | 'warning']>([
    [
      "a single-page application's page",
      answered('/api/health', 200, '<!doctype html><div id="root">', html),
      'error',
    ],
    ['Age', answered('/api/health', 200, { status: 'ok' }, { age: '57' }), 'warning'],
    [
      'x-cache',
      answered('/api/health', 200, { status: 'ok' }, { 'x-cache': 'Hit from cloudfront' }),
      'warning',
    ],
    [
      'cf-cache-status',
      answered('/api/health', 200, { status: 'ok' }, { 'cf-cache-status': 'HIT' }),
      'warning',
    ],
  ])('%s', (_what, liveness, severity) => {
    const [found] = observed(unprovenHealth.judge({ health: healthWith({ liveness }) }));
    expect({ severity: 'error', ...found }).toMatchObject({ subject: '/api/health', severity });
  });

  it.each<[unknown, string]>([
    [{}, 'says nothing of how the service is'],
    [[], 'says nothing of how the service is'],
    [5, 'says nothing of how the service is'],
    [{ detail: 'hello' }, 'says nothing of how the service is'],
    ['', 'says nothing of how the service is'],
    ["I'm alive, thank you", 'says nothing of how the service is'],
    [{ status: 'yellow' }, 'says "yellow", which is no known word for a good or a bad state'],
  ])('%j is named', (body, what) => {
    const liveness = answered('/api/health', 200, body);
    expect(observed(unprovenHealth.judge({ health: healthWith({ liveness }) }))).toMatchObject([
      { subject: '/api/health', severity: 'warning', message: expect.stringContaining(what) as string },
    ]);
  });

  it.each<[string, unknown]>([
    ['an empty body', ''],
    ['a text', 'alive'],
    ['a sentence', "I'm alive, thank you"],
  ])('%s of a route that the user named is enough', (_what, body) => {
    const up = answered('/up', 200, body);
    const liveness = { ...up, request: { ...up.request, named: true } };
    expect(unprovenHealth.judge({ health: healthWith({ liveness }) })).toEqual([]);
  });

  it('a page is one behind a comment, too', () => {
    const liveness = answered('/api/health', 200, '<!-- built --><!doctype html><p>x', text);
    expect(observed(unprovenHealth.judge({ health: healthWith({ liveness }) }))).toMatchObject([
      { message: expect.stringContaining('a web page') as string },
    ]);
  });

  it.each<[string, Record<string, string>, string | null]>([
    ['a miss', { 'x-cache': 'Miss from cloudfront', 'cf-cache-status': 'MISS', age: '0' }, null],
    ['a cache that was passed by', { 'cf-cache-status': 'DYNAMIC' }, null],
    ['a hit behind a miss', { 'x-cache': 'MISS, HIT' }, 'x-cache: MISS, HIT'],
    ['what is served stale', { 'cf-cache-status': 'STALE' }, 'cf-cache-status: STALE'],
    [
      'what the origin was only asked about',
      { 'x-cache': 'RefreshHit from cloudfront' },
      'x-cache: RefreshHit from cloudfront',
    ],
    ["Akamai's", { 'x-cache': 'TCP_HIT from a23' }, 'x-cache: TCP_HIT from a23'],
    ["Bunny's", { 'cdn-cache': 'HIT' }, 'cdn-cache: HIT'],
    ["Squid's", { 'x-cache-lookup': 'HIT from squid:3128' }, 'x-cache-lookup: HIT from squid:3128'],
    ["Fastly's count", { 'x-cache-hits': '0, 2' }, 'x-cache-hits: 0, 2'],
    ["Fastly's count of none", { 'x-cache-hits': '0, 0', 'x-served-by': 'cache-fra-1' }, null],
    ["Varnish's two requests", { 'x-varnish': '123 456' }, 'x-varnish: 123 456'],
    ["Varnish's one", { 'x-varnish': '123' }, null],
    ['what may be kept', { 'cache-control': 'max-age=60, stale-while-revalidate=30' }, null],
    ['a miss by its RFC', { 'cache-status': 'edge; fwd=uri-miss; stored' }, null],
    ['a hit by its RFC', { 'cache-status': 'edge; hit' }, 'cache-status: edge; hit'],
  ])('%s: %j', (_what, headers, header) => {
    const { answer } = answered('/x', 200, {}, headers);
    expect(answer && cacheHeaderOf(answer)).toBe(header);
  });

  it('a page that the user named is the health route', () => {
    const up = answered(
      '/up',
      200,
      '<!DOCTYPE html><html><body style="background:green"></body></html>',
      html,
    );
    const liveness = { ...up, request: { ...up.request, named: true } };
    expect(unprovenHealth.judge({ health: healthWith({ liveness }) })).toEqual([]);
    expect(deadLiveness.judge({ health: healthWith({ liveness }) })).toEqual([]);
  });

  it('a 204 is enough for a route that the user named, and for no other', () => {
    const quiet = answered('/up', 204, '', text);
    const liveness = { ...quiet, request: { ...quiet.request, named: true } };
    expect(deadLiveness.judge({ health: healthWith({ liveness }) })).toEqual([]);
    expect(observed(deadLiveness.judge({ health: healthWith({ liveness: quiet }) }))).toHaveLength(1);
  });
});

it('too many requests are no word on health', () => {
  const tooMany = (path: string) => answered(path, 429, { detail: 'Too many requests' });
  const health = healthWith({ liveness: tooMany('/api/health'), readiness: tooMany('/api/health/ready') });
  for (const check of [deadLiveness, degradedReadiness, contradictingHealth])
    expect(check.judge({ health })).toMatchObject({ status: 'unknown', observed: [] });
});

describe('the canary', () => {
  const path = '/api/users/personalization/';
  it.each<[string, boolean, number, Partial<Withheld> | object[]]>([
    ['without a token, turned away', false, 403, { status: 'skipped' }],
    ['with a token, let in', true, 200, []],
    ['with a token, failing', true, 500, [{ message: expect.stringContaining('answers 500') as string }]],
    ['with a token that is refused', true, 401, { status: 'unknown' }],
    ['with a token that the API cannot check', true, 501, { status: 'unknown' }],
    ['led elsewhere', false, 302, { status: 'unknown' }],
    ['asked too often', false, 429, { status: 'unknown' }],
    ['failing before it asks for a token', false, 500, [{ subject: path }]],
  ])('%s', (_what, canaryHadToken, status, judged) => {
    const health = healthWith({ canary: answered(path, status, { detail: 'x' }), canaryHadToken });
    expect(healthyButFailing.judge({ health })).toMatchObject(judged);
  });

  it('without a token says what it could not see', () => {
    expect(healthyButFailing.judge({ health: healthWith() })).toMatchObject({
      isChosen: true,
      reason: expect.stringMatching(
        /no route behind authentication was seen; --token-file or QA_TOKEN/,
      ) as string,
    });
  });
});

it.each<[string, unknown]>([
  ['/a', { b: [1, { c: 'x' }] }],
  ['/a/b/1/c', 'x'],
  ['/a/b/0', 1],
  ['/s~1l~0', true],
  ['/absent', undefined],
  ['/a/b/c/d', undefined],
  ['/__proto__', undefined],
])('%s points at %j', (pointer, value) => {
  expect(valueAt({ a: { b: [1, { c: 'x' }] }, 's/l~': true }, pointer)).toEqual(value);
});
