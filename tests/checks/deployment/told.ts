import type { Observation, Sample } from '../../../src/checks/deployment/probes/observation.ts';
import {
  answered,
  healthWith,
  liveBody,
  pendingBody,
  platformWith,
  refused,
  sampleAt,
  windowOf,
} from '../../../src/checks/deployment/examples/evidence.ts';
import type { Platform } from '../../../src/checks/deployment/probes/platform.ts';
import { notWaited, type WaitResult } from '../../../src/checks/deployment/observation/wait-result.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const watched = (...samples: readonly Sample[]): Seen => ({
  observation: windowOf(...samples),
  waiting: notWaited,
});
const waited = (changed: Partial<WaitResult>, window: Observation = windowOf()): Seen => ({
  observation: window,
  waiting: { ...notWaited, outcome: 'timeout', milliseconds: 60_000, consecutive: 3, ...changed },
});
const away = { status: null, state: null, failure: 'ECONNREFUSED' } as const;
const bad = { status: 503, state: 'bad' } as const;
const by = (instance: string, changed: Parameters<typeof sampleAt>[1] = {}) => ({ instance, ...changed });
const upFor = (uptimeSeconds: number) => ({ instance: null, uptimeSeconds });

const canary = (status: number, more: Parameters<typeof healthWith>[0] = {}): Seen => ({
  health: healthWith({ canary: answered('/api/users/personalization/', status, {}), ...more }),
});
const live = (body: unknown, headers: Record<string, string> = {}, status = 200): Seen => ({
  health: healthWith({ liveness: answered('/api/health', status, body, headers) }),
});
const pending = (bypass: Partial<Platform['bypass']>, status = 'SUCCESS'): Seen => {
  const platform = platformWith();
  return {
    health: healthWith({ readiness: answered('/api/health/ready', 503, pendingBody) }),
    platform: {
      ...platform,
      bypass: { ...platform.bypass, ...bypass },
      deployment: platform.deployment && { ...platform.deployment, status },
    },
  };
};
const named = (body: unknown): Seen => {
  const exchange = answered('/up', 200, body);
  return { health: healthWith({ liveness: { ...exchange, request: { ...exchange.request, named: true } } }) };
};

export const deploymentScenarios: Scenarios = {
  'restarting-app': {
    'it goes away twice': watched(
      sampleAt(0),
      sampleAt(100, away),
      sampleAt(200),
      sampleAt(300, away),
      sampleAt(400),
    ),
    'it is away at the end': watched(sampleAt(0), sampleAt(100, away)),
    'another instance answers for good': watched(
      sampleAt(0, by('a')),
      sampleAt(100, by('b')),
      sampleAt(200, by('b')),
    ),
    'two instances take turns': watched(sampleAt(0, by('a')), sampleAt(100, by('b')), sampleAt(200, by('a'))),
    'another version in another instance': watched(
      sampleAt(0, by('a', { version: '1' })),
      sampleAt(100, by('b', { version: '2' })),
    ),
    'another commit in another instance': watched(
      sampleAt(0, by('a', { commit: 'abc' })),
      sampleAt(100, by('b', { commit: 'def' })),
    ),
    'the uptime goes back': watched(
      sampleAt(0, upFor(500)),
      sampleAt(5_000, upFor(2)),
      sampleAt(6_000, upFor(3)),
    ),
    'the uptime goes back within one instance': watched(
      sampleAt(0, by('a', { uptimeSeconds: 500 })),
      sampleAt(5_000, by('a', { uptimeSeconds: 2 })),
    ),
    'the uptime goes back and forth between two processes': watched(
      sampleAt(0, upFor(500)),
      sampleAt(1_000, upFor(20)),
      sampleAt(2_000, upFor(502)),
      sampleAt(3_000, upFor(22)),
    ),
    'the uptime stands still': watched(sampleAt(0, upFor(500)), sampleAt(100, upFor(500))),
    'the uptime is rounded': watched(sampleAt(0, upFor(501)), sampleAt(500, upFor(500))),
    'only one answer has an uptime': watched(
      sampleAt(0, upFor(500)),
      sampleAt(100, { instance: null, uptimeSeconds: null }),
      sampleAt(200, upFor(1)),
    ),
    'it went away twice during the wait': waited({ departures: 2 }),
    'it went away once during the wait': waited({ departures: 1 }),
    'the wait gave up at the second departure': waited({ outcome: 'hopeless', departures: 2 }),
    'nothing was watched': waited({ outcome: 'ready' }),
    'the window was stopped at once': waited(
      { outcome: 'ready' },
      { windowMs: 0, samples: [], stopped: 'interrupted' },
    ),
  },
  'flapping-health': {
    'it was bad twice, and is bad at the end': watched(
      sampleAt(0),
      sampleAt(100, bad),
      sampleAt(200),
      sampleAt(300, { ...bad, status: 500 }),
    ),
    'one of two routes was bad': watched(
      sampleAt(0),
      sampleAt(50, { path: '/b' }),
      sampleAt(100, bad),
      sampleAt(150, { path: '/b' }),
      sampleAt(200),
    ),
    'it is not good yet': watched(sampleAt(0, bad), sampleAt(100)),
    'it restarts': watched(sampleAt(0), sampleAt(100, away), sampleAt(200)),
    'it restarts, and is away at the end': watched(
      sampleAt(0),
      sampleAt(100, away),
      sampleAt(200),
      sampleAt(300, away),
    ),
    'it restarts, and is bad at the end': watched(
      sampleAt(0),
      sampleAt(100, away),
      sampleAt(200),
      sampleAt(300, bad),
    ),
    'it is away at the end': watched(sampleAt(0), sampleAt(100, away)),
    'it relapsed once during the wait': waited({ relapses: 1 }),
    'it relapsed twice during the wait': waited({ relapses: 2 }),
    'it relapsed, and was ready in the end': waited({ outcome: 'ready', relapses: 2 }),
    'it restarted during the wait': waited({ relapses: 2, departures: 2 }),
    'it was ready in the end, not often enough': waited({ inARow: 2, reason: 'ready 2 times in a row' }),
    'it was never ready': waited({ inARow: 0 }),
    'nothing was watched': waited({ outcome: 'ready', inARow: 2 }),
    'the window was stopped at once': waited(
      { outcome: 'ready' },
      { windowMs: 0, samples: [], stopped: 'interrupted' },
    ),
  },
  'healthy-but-failing': {
    'the route gives no answer': { health: healthWith({ canary: refused('/api/users/personalization/') }) },
    'the route cannot check a token': canary(501),
    'the route fails as a gateway does': canary(503),
    'the route is redirected': canary(307),
    'a route that was named is not there': canary(404, { canaryIsDefault: false }),
    'a route that was named is refused': canary(403, { canaryIsDefault: false }),
    'the token is refused': canary(401, { canaryHadToken: true }),
    'the token is taken': canary(204, { canaryHadToken: true }),
    'the token is sent on': canary(300, { canaryHadToken: true }),
    'a token is wanted': canary(401),
    'a token is wanted, and it is said so oddly': canary(403),
    'the route is not there': canary(404),
    'the route is not there for a token': canary(404, { canaryHadToken: true }),
    'the route is open': canary(200),
    'the route refuses the request': canary(400),
    'another application answers': canary(404, {
      liveness: answered('/api/health', 200, { status: 'UP' }),
    }),
    'readiness has no route': canary(500, {
      readiness: answered('/api/health/ready', 404, { detail: 'Not Found' }),
    }),
    'readiness is red': canary(500, {
      readiness: answered('/api/health/ready', 503, { status: 'not_ready' }),
    }),
    'liveness is red': canary(500, {
      liveness: answered('/api/health', 500, { detail: 'Internal Server Error' }),
    }),
    'nobody is there': canary(500, { liveness: refused('/api/health') }),
  },
  'pending-migrations': {
    'the service has the bypass set': pending({ service: '1' }),
    'this machine has it set, which is the service': pending({ own: '1', ownIsTheService: true }),
    'this machine has it set, which is not the service': pending({ own: '1', ownIsTheService: false }),
    'this is the service, and has it not set': pending({ own: null, ownIsTheService: true }),
    'it is set to something else': pending({ service: '0', own: '0', ownIsTheService: true }),
    'the latest deployment failed': pending({}, 'FAILED'),
    'the latest deployment crashed': pending({}, 'CRASHED'),
  },
  'mixed-versions': {
    'nobody spoke, and two builds were seen before': {
      health: healthWith({ liveness: refused('/api/health'), readiness: refused('/api/health/ready') }),
      observation: windowOf(sampleAt(0, { version: '1' }), sampleAt(100, { version: '2' })),
    },
    'nobody names a build': {
      health: healthWith({
        liveness: answered('/api/health', 200, { status: 'ok' }),
        readiness: answered('/api/health/ready', 200, { status: 'ready' }),
      }),
      observation: windowOf(sampleAt(0, { version: null, environment: null })),
    },
    'a proxy named another version': {
      health: healthWith(),
      observation: windowOf(sampleAt(0, { version: '2', unheard: 'nginx answered' })),
    },
    'nobody spoke, ever': {
      health: healthWith({ liveness: refused('/api/health'), readiness: refused('/api/health/ready') }),
      observation: windowOf(sampleAt(0, { ...away, version: null, environment: null, instance: null })),
    },
    'liveness and readiness are of two builds': {
      health: healthWith({ liveness: answered('/api/health', 200, { ...liveBody, version: '0.0.1' }) }),
      observation: windowOf(),
    },
    'only readiness spoke': {
      health: healthWith({ liveness: refused('/api/health') }),
      observation: windowOf(),
    },
  },
  'contradicting-health': {
    'four parts are down': live({
      status: 'ok',
      checks: { cache: 'down', mail: 'down', search: 'down', store: 'down' },
    }),
    'the database is away': live({ status: 'ok', database: 'disconnected' }),
    'the database is away, and nothing else is said': live({ database: 'disconnected' }),
    'migrations are pending': live({ ...liveBody, migrations: 'pending' }),
    'an error is said': live({ status: 'error' }),
    'neither says a state': {
      health: healthWith({
        liveness: answered('/api/health', 200, { hello: 'world' }),
        readiness: answered('/api/health/ready', 200, { hello: 'world' }),
      }),
    },
  },
  'unproven-health': {
    'a web page': live('<!doctype html><html></html>', { 'content-type': 'text/html' }),
    'a web page in place of an error': live(
      '<!doctype html><html></html>',
      { 'content-type': 'text/html' },
      503,
    ),
    'a body that says nothing': live({ hello: 'world' }),
    'a body that is a number': live(7),
    'a word that nobody knows': live({ status: 'purple' }),
    'an empty body': live('', { 'content-type': 'text/plain' }),
    'another success': live('', {}, 204),
    'a redirect': live('', { location: '/' }, 300),
    'a route that was named says OK in a text': named('fine'),
    'a route that was named says nothing in JSON': named({ hello: 'world' }),
    'no route is green': {
      health: healthWith({
        liveness: answered('/api/health', 503, { status: 'error' }),
        readiness: answered('/api/health/ready', 503, { status: 'not_ready' }),
      }),
    },
    'nobody is there': {
      health: healthWith({ liveness: refused('/api/health'), readiness: refused('/api/health/ready') }),
    },
    'liveness is cached': live(liveBody, { 'x-cache': 'HIT' }),
  },
};
