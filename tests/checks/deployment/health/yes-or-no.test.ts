import { describe, expect, it } from 'vitest';
import { contradictingHealth } from '../../../../src/checks/deployment/contradicting-health.ts';
import { answered, healthWith } from '../../../../src/checks/deployment/examples/evidence.ts';
import { Withheld } from '../../../../src/checks/check.ts';

/** What a 200 with this body is found to say against itself. */
function partsDown(body: unknown): unknown[] {
  const judgement = contradictingHealth.judge({
    health: healthWith({ readiness: answered('/api/health/ready', 200, body) }),
  });
  const observed = judgement instanceof Withheld ? judgement.observed : judgement;
  return observed.map(({ facts }) => facts?.['down']);
}

describe('a no that is a switch, a setting, or as it should be', () => {
  it.each<[string, unknown]>([
    ['a cache that is switched off', { status: 'ok', cache: false }],
    ['the same as text', { status: 'ok', cache: 'false' }],
    ['no workers in this process', { status: 'healthy', workers: false, scheduler: false }],
    ['an API that asks for no token', { status: 'ok', auth: false }],
    ['no search in this edition', { status: 'ok', search: false, mail: false, queue: false }],
    ['debug and maintenance', { status: 'ok', debug: false, maintenance: false, maintenance_mode: false }],
    ['flags of its own', { status: 'ok', draining: false, degraded: false, read_only: false, beta: false }],
    [
      'the same among the checks',
      { status: 'ok', checks: { db: true, maintenance: false, draining: false } },
    ],
    ['a part that need not be', { status: 'ok', services: { redis: { status: 'up', required: false } } }],
    ['a part that is switched off', { status: 'ok', cache: { enabled: false } }],
    ['a part without TLS', { status: 'ok', database: { connected: true, ssl: false, read_only: false } }],
    ['a server that is no replica', { status: 'ok', postgres: { ok: true, in_recovery: false } }],
    ['settings', { status: 'ok', config: { db: false, redis: false }, features: { postgres: false } }],
    ['build facts', { status: 'UP', info: { debug: false, dirty: false, app: { snapshot: false } } }],
    [
      "Spring's details of Elasticsearch",
      {
        status: 'UP',
        components: {
          elasticsearch: { status: 'UP', details: { status: 'green', timed_out: false, number_of_nodes: 1 } },
        },
      },
    ],
    [
      "Spring's details of a disk",
      {
        status: 'UP',
        components: {
          diskSpace: { status: 'UP', details: { total: 9, free: 4, threshold: 1, exists: true } },
        },
      },
    ],
    ["Spring's groups", { status: 'UP', groups: ['liveness', 'readiness'] }],
    ["Quarkus' checks", { status: 'UP', checks: [{ name: 'Database', status: 'UP', data: { ssl: false } }] }],
    [
      "ASP.NET's report",
      {
        status: 'Healthy',
        totalDuration: '00:00:00.01',
        entries: {
          npgsql: { data: { pooled: false }, duration: '00:00:00.01', status: 'Healthy', tags: [] },
        },
      },
    ],
    [
      'terminus of NestJS',
      {
        status: 'ok',
        info: { database: { status: 'up' }, memory_heap: { status: 'up' } },
        error: {},
        details: { database: { status: 'up' }, memory_heap: { status: 'up' } },
      },
    ],
    [
      "Laravel's list",
      {
        finishedAt: 1_700_000_000,
        checkResults: [{ name: 'Database', shortSummary: 'Ok', status: 'ok', meta: { queued: false } }],
      },
    ],
    ["Django's backends", { 'Cache backend: default': 'working', DatabaseBackend: 'working' }],
    ["Go's health", { status: 'available', component: { name: 'api', version: 'v1' }, failures: {} }],
    ["Rails' OkComputer", { default: { message: 'PASSED: ok', success: true }, db: { success: true } }],
    ["Consul's agent", [{ CheckID: 'serfHealth', Status: 'passing', Exposed: false }]],
    ["Vault's state", { initialized: true, sealed: false, standby: false, performance_standby: false }],
    ["Elasticsearch's cluster", { cluster_name: 'x', status: 'green', timed_out: false }],
    ['Grafana', { commit: 'abcdef0', database: 'ok', version: '10.0.0' }],
    ['health+json', { status: 'pass', checks: { 'cache:hits': [{ status: 'pass', observedValue: false }] } }],
    ["PostgREST's neighbours", { name: 'GoTrue', version: 'v2', description: 'GoTrue is a user service' }],
    ['Supabase storage', { healthy: true }],
    ['under-pressure', { status: 'ok', metrics: { eventLoopDelay: 3, rssBytes: 1 } }],
    ['uptime of Hono', { ok: true, uptime: 3, env: 'production', dev: false }],
    ['migrations that are not pending', { status: 'ok', migrations: false }],
  ])('%s is fine', (_what, body) => {
    expect(partsDown(body)).toEqual([]);
  });
});

describe('a no that is a failure', () => {
  it.each<[string, unknown, string[]]>([
    ['a database', { status: 'ok', database: false }, ['database is false']],
    ['db', { status: 'ok', db: false }, ['db is false']],
    ['redis as text', { status: 'ok', redis: 'false' }, ['redis is false']],
    ['a cache by its state', { status: 'ok', cache_connected: false }, ['cache_connected is false']],
    ['the same in camel case', { status: 'ok', isCacheReady: false }, ['isCacheReady is false']],
    ['a part that says so', { status: 'ok', redis: { ok: false } }, ['redis is ok: false']],
    ['a cache that says so', { status: 'ok', cache: { healthy: false } }, ['cache is healthy: false']],
    ['a cache among the checks', { status: 'ok', checks: { cache: false } }, ['checks.cache is false']],
    ['a name of their own', { status: 'ok', services: { billing: false } }, ['services.billing is false']],
    ['beside a switch', { ok: true, checks: { db: false, debug: false } }, ['checks.db is false']],
    [
      'in a report',
      { status: 'ok', details: { postgres: false, dirty: false } },
      ['details.postgres is false'],
    ],
    ['a connection', { status: 'ok', connections: { nats: false } }, ['connections.nats is false']],
    [
      "Rails' OkComputer",
      { db: { message: 'FAILED', success: false }, default: { success: true } },
      ['db is success: false: FAILED'],
    ],
    ["Django's backends", { DatabaseBackend: 'unavailable: gone' }, ['DatabaseBackend is unavailable: gone']],
  ])('%s is down', (_what, body, down) => {
    expect(partsDown(body)).toEqual([down]);
  });
});
