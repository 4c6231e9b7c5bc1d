import { describe, expect, it } from 'vitest';
import { contradictingHealth } from '../../../../src/checks/deployment/contradicting-health.ts';
import { deadLiveness } from '../../../../src/checks/deployment/dead-liveness.ts';
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

  it.each<[string, Record<string, string>, string | null]>([
    ['a miss', { 'x-cache': 'Miss from cloudfront', 'cf-cache-status': 'MISS', age: '0' }, null],
    ['a cache that was passed by', { 'cf-cache-status': 'DYNAMIC' }, null],
    ['a hit behind a miss', { 'x-cache': 'MISS, HIT' }, 'x-cache: MISS, HIT'],
    ['what is served stale', { 'cf-cache-status': 'STALE' }, 'cf-cache-status: STALE'],
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

describe('the canary', () => {
  const path = '/api/users/personalization/';
  it.each<[string, boolean, number, Partial<Withheld> | object[]]>([
    ['without a token, turned away', false, 403, { status: 'skipped' }],
    ['with a token, let in', true, 200, []],
    ['with a token, failing', true, 500, [{ message: expect.stringContaining('answers 500') as string }]],
    ['with a token that is refused', true, 401, { status: 'unknown' }],
    ['with a token that the API cannot check', true, 501, { status: 'unknown' }],
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
