import { describe, expect, it } from 'vitest';
import { toFinding, type Check } from '../../../../src/checks/check.ts';
import {
  answered,
  healthWith,
  liveBody,
  pendingBody,
  platformWith,
  readyBody,
  refused,
} from '../../../../src/checks/deployment/examples/evidence.ts';
import { deploymentChecks } from '../../../../src/checks/deployment/index.ts';
import type { Health } from '../../../../src/checks/deployment/probes/health.ts';
import { pendingMigrations } from '../../../../src/checks/deployment/pending-migrations.ts';
import { proxyFor } from '../../../../src/checks/http/client/proxy-environment.ts';

/** What every check that needs no more than the health answers (and silence from Railway) says of them. */
function judgeHealth(health: Health) {
  const evidence: Record<string, unknown> = { health, platform: platformWith({ deployment: null }) };
  const able = (deploymentChecks as readonly Check[]).filter(
    (check) => 'health' in check.needs && Object.keys(check.needs).every((name) => name in evidence),
  );
  return able.map((check) => ({ check, judgement: check.judge(evidence) }));
}

const foundIn = (health: Health): string[] =>
  judgeHealth(health).flatMap(({ check, judgement }) =>
    ('status' in judgement ? judgement.observed : judgement).map(
      (observed) => `${toFinding(check, observed).severity} ${check.code}`,
    ),
  );

const everyRoute = (to: (path: string) => Health['liveness']): Health => {
  const { liveness, readiness, pool, classification, canary } = healthWith();
  const [live, ready, pooled, classified, guarded] = [liveness, readiness, pool, classification, canary].map(
    ({ request }) => to(request.path),
  );
  return healthWith({
    liveness: live!,
    readiness: ready!,
    pool: pooled!,
    classification: classified!,
    canary: guarded!,
  });
};

describe('the first failing layer is the finding, and nothing above it is judged', () => {
  it.each([
    ['nobody listens', everyRoute(refused), 'unknown', /not reached: tcp/],
    [
      'the local network is down',
      { ...everyRoute(refused), localNetwork: 'down' as const },
      'unknown',
      /no network/,
    ],
    [
      "Railway's edge answers",
      everyRoute((path) =>
        answered(
          path,
          404,
          { status: 'error', code: 404, message: 'Application not found' },
          { 'x-railway-fallback': 'true' },
        ),
      ),
      'unknown',
      /edge/,
    ],
    [
      'a web page answers',
      everyRoute((path) => answered(path, 200, '<!doctype html><title>Parked</title>')),
      'unknown',
      /web page/,
    ],
  ])('%s', (_what, health, status, reason) => {
    const judged = judgeHealth(health);
    expect(judged.length).toBeGreaterThan(8);
    for (const { judgement } of judged)
      expect(judgement).toMatchObject({
        status,
        reason: expect.stringMatching(reason) as string,
        observed: [],
      });
  });

  it('keeps one silent route apart from a silent API', () => {
    expect(
      judgeHealth(healthWith({ pool: refused('/api/health/pool') })).find(
        ({ check }) => check.code === 'saturated-pool',
      )?.judgement,
    ).toMatchObject({
      status: 'unknown',
    });
  });
});

const ready = (status: number, body: unknown): Partial<Health> => ({
  readiness: answered('/api/health/ready', status, body),
});
const pool = (checkedOut: number, more: object = {}): Partial<Health> => ({
  pool: answered('/api/health/pool', 200, {
    status: 'ok',
    checked_out: checkedOut,
    overflow: -10,
    capacity: 20,
    ...more,
  }),
});
const green = 'warning uncovered-migrations';

describe('one fault has one name', () => {
  it.each<[string, Partial<Health>, string[]]>([
    ['a healthy deployment', {}, [green]],
    ['readiness that names its migrations', ready(200, { ...readyBody, migrations: 'applied' }), []],
    ['a redirected liveness', { liveness: answered('/api/health', 301, '') }, ['error dead-liveness', green]],
    ['a failing liveness', { liveness: answered('/api/health', 500, '') }, ['error dead-liveness', green]],
    ['migrations pending', ready(503, pendingBody), ['error degraded-readiness', 'error pending-migrations']],
    [
      'the database gone',
      ready(503, { ...readyBody, status: 'not_ready', database: 'error: gone' }),
      ['error degraded-readiness', 'error unreachable-database'],
    ],
    ['a readiness of 204', ready(204, ''), ['error degraded-readiness']],
    ['green with not_ready', ready(200, { status: 'not_ready' }), ['error contradicting-health', green]],
    ['503 with ready', ready(503, readyBody), ['error degraded-readiness', 'error contradicting-health']],
    [
      '200 with a database error',
      ready(200, { ...readyBody, database: 'error: gone' }),
      ['error contradicting-health', 'error unreachable-database', green],
    ],
    ['no readiness route', ready(404, { detail: 'Not Found' }), ['warning missing-readiness']],
    ['a full pool', pool(18), [green, 'error saturated-pool']],
    ['a filling pool', pool(15), [green, 'warning saturated-pool']],
    ['a pool that says so', pool(1, { status: 'saturated' }), [green, 'error saturated-pool']],
    ['a pool without a size', pool(0, { overflow: 0, capacity: 0 }), [green]],
    ['a calm pool', pool(14), [green]],
    ['no pool route', { pool: answered('/api/health/pool', 404, { detail: 'Not Found' }) }, [green]],
    [
      'a dead worker',
      { classification: answered('/api/health/classification', 503, { status: 'worker_down' }) },
      [green, 'error dead-worker'],
    ],
    [
      'a failing canary',
      { canary: answered('/api/users/personalization/', 502, { detail: 'x' }) },
      [green, 'error healthy-but-failing'],
    ],
    [
      'an open canary',
      { canary: answered('/api/users/personalization/', 200, {}) },
      [green, 'error healthy-but-failing'],
    ],
    [
      'a missing canary',
      { canary: answered('/api/users/personalization/', 404, { detail: 'Not Found' }) },
      [green, 'warning healthy-but-failing'],
    ],
    [
      'a silent canary',
      { canary: refused('/api/users/personalization/') },
      [green, 'error healthy-but-failing'],
    ],
    [
      'a failing canary of the user',
      { canary: answered('/api/feed', 500, {}), canaryIsDefault: false },
      [green, 'error healthy-but-failing'],
    ],
    [
      'a good canary of the user',
      { canary: answered('/api/feed', 200, {}), canaryIsDefault: false },
      [green],
    ],
    [
      'terminus, without the canary',
      {
        liveness: answered('/api/health', 200, { status: 'ok', info: {}, details: {} }),
        ...ready(200, {
          status: 'ok',
          info: { database: { status: 'up' } },
          details: { database: { status: 'up' } },
        }),
        canary: answered('/api/users/personalization/', 404, {}),
      },
      [green],
    ],
    [
      'lightship',
      {
        liveness: answered('/live', 200, 'SERVER_IS_NOT_SHUTTING_DOWN'),
        readiness: answered('/ready', 200, 'SERVER_IS_READY'),
        canary: answered('/x', 404, ''),
      },
      [green],
    ],
  ])('%s', (_what, changed, codes) => {
    expect(foundIn(healthWith(changed)).sort()).toEqual([...codes].sort());
  });

  it("tells Railway's rule from that of Kubernetes", () => {
    const judge = (status: number) => {
      const { judgement } = judgeHealth(
        healthWith({ liveness: answered('/api/health', status, liveBody) }),
      ).find(({ check }) => check.code === 'dead-liveness')!;
      return 'status' in judgement ? undefined : judgement[0]?.message;
    };
    expect(judge(204)).toContain('Railway would refuse this; Kubernetes would accept it');
    expect(judge(503)).toContain('Kubernetes would refuse it too');
  });

  it('advises the bypass only with pending migrations, and with the way back', () => {
    for (const check of deploymentChecks as readonly Check[]) {
      if (check.code === 'migration-bypass') continue;
      expect(/=1 for the time/.test(check.remedy)).toBe(check.code === 'pending-migrations');
    }
    expect(
      (deploymentChecks as readonly Check[]).find(({ code }) => code === 'pending-migrations')?.remedy,
    ).toContain('railway variable delete');
  });
});

it('does not advise a bypass that is set already, but the way back', () => {
  const bypass = { own: null, ownIsTheService: false, service: '1', serviceSeen: true };
  const judged = pendingMigrations.judge({
    health: healthWith(ready(503, pendingBody)),
    platform: platformWith({ bypass }),
  });
  expect(judged).toMatchObject([
    {
      advice: expect.stringMatching(
        /=1 is already set: remove it at once.*railway variable delete/,
      ) as string,
    },
  ]);
});

describe('proxies', () => {
  const through = (url: string, environment: Record<string, string>) => proxyFor(new URL(url), environment);
  it('are read as curl reads them, without their password', () => {
    expect(through('https://api.example', { HTTPS_PROXY: 'http://u:hush@proxy:3128' })).toBe('proxy:3128');
    expect(through('https://api.example', { HTTP_PROXY: 'http://proxy:3128' })).toBeNull();
    expect(
      through('https://api.example', { https_proxy: 'http://proxy:3128', NO_PROXY: 'other, .example' }),
    ).toBeNull();
    expect(
      through('https://api.example:8443', { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'api.example:443' }),
    ).toBe('proxy:3128');
    expect(through('https://api.example', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '*' })).toBeNull();
  });
});
