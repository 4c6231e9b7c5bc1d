import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { poolUsage, type PoolLimits } from '../database/pool.ts';
import { currentRevisions, headsOf, isBehind, type Revision } from '../database/migrations.ts';
import { readinessErrorText } from '../database/driver-text.ts';
import type { Patient } from '../patient.ts';
import { traitsOf, type Release } from '../release.ts';

interface Vitals {
  /** Null when the API has no DATABASE_URL. */
  readonly pool: pg.Pool | null;
  readonly limits: PoolLimits;
  readonly history: readonly Revision[];
  readonly release: Release;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The health answers of an API that is well. Only readiness depends on the database. */
export function createHealth({ pool, limits, history, release, environment }: Vitals): Patient['health'] {
  const traits = traitsOf(release);
  const commit = environment['RAILWAY_GIT_COMMIT_SHA'];
  const identity = {
    version: traits.version,
    environment: environment['RAILWAY_ENVIRONMENT_NAME'] ?? 'development',
    ...(commit ? { commit } : {}),
  };
  const ready = async (): Promise<Record<string, unknown>> => {
    if (pool === null) return { status: 'not_ready', database: 'error: DATABASE_URL is not set' };
    try {
      await pool.query('select 1');
      if (!traits.readinessSeesMigrations) return { status: 'ready', database: 'connected' };
      const current = await currentRevisions(pool);
      if (!isBehind(history, current)) return { status: 'ready', database: 'connected' };
      return {
        status: 'not_ready',
        database: 'connected',
        migrations: 'pending',
        migration_head: headsOf(history)[0],
        migration_current: current.join(', ') || null,
      };
    } catch (error) {
      return { status: 'not_ready', database: `error: ${readinessErrorText(error)}` };
    }
  };
  return {
    live: () => ({ status: 200, body: { status: 'ok', ...identity, probe: 'liveness' } }),
    ready: async () => {
      const found = await ready();
      return {
        status: found['status'] === 'ready' ? 200 : 503,
        body: { ...found, ...identity, probe: 'readiness' },
      };
    },
    pool: () => ({
      status: 200,
      body:
        pool === null
          ? {
              status: 'ok',
              size: 0,
              checked_in: 0,
              checked_out: 0,
              overflow: 0,
              max_overflow: 0,
              capacity: 0,
              usage_pct: 0,
            }
          : poolUsage(pool, limits),
    }),
    classification: () => ({ status: 200, body: { status: 'ok', worker: 'running', queue_size: 0 } }),
  };
}

const paths = { live: '/', ready: '/ready', pool: '/pool', classification: '/classification' } as const;

/** Below `/api/health`; nobody has to sign in. */
export function healthRoutes(app: FastifyInstance, patient: Patient): void {
  for (const [name, path] of Object.entries(paths) as [keyof typeof paths, string][]) {
    app.get(path === '/' ? '/api/health' : `/api/health${path}`, async (_request, reply) => {
      const { status, body } = await patient.health[name]();
      return reply.code(status).send(body);
    });
  }
}
