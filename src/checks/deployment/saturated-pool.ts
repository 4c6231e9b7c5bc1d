import * as z from 'zod/mini';
import { defineCheck, isWithheld, notApplicable, unknown } from '../check.ts';
import { answered, healthWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { poolShape, wellUsed } from './health/pool-use.ts';
import { applicationAnswer } from './health/application-answer.ts';

/** NullPool keeps no connection, so there is no limit to reach; only where it says that it is well. */
const sizeless = z.object({ status: z.enum(['ok', 'healthy']), capacity: z.literal(0) });

export const saturatedPool = defineCheck({
  code: 'saturated-pool',
  title: 'The connection pool is at its limit',
  severity: 'error',
  why: 'Requests wait for a connection and time out, while liveness stays green.',
  remedy:
    'Find what keeps connections (slow queries, transactions left open) in pg_stat_activity before ' +
    'making the pool larger.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.pool);
    if (isWithheld(reached)) return reached;
    const { answer } = reached;
    if (answer.status === 404) return notApplicable('there is no pool route');
    const { success, data: pool } = poolShape.safeParse(answer.body.json);
    const { path } = seen.pool.request;
    if (!success) {
      const says = z.object({ status: z.literal('saturated') }).safeParse(answer.body.json).success;
      return says
        ? [
            {
              subject: path,
              message: `GET ${path} says that the pool is saturated.`,
              facts: { status: 'saturated' },
            },
          ]
        : sizeless.safeParse(answer.body.json).success
          ? notApplicable('the pool has no size: it keeps no connections')
          : unknown(`GET ${path} answered ${answer.status} without checked_out and a positive capacity`);
    }
    const percent = Math.round((pool.checked_out / pool.capacity) * 1000) / 10;
    const saturated = pool.status === 'saturated';
    if (!saturated && percent < wellUsed * 100) return [];
    return [
      {
        subject: path,
        severity: saturated || percent >= 90 ? 'error' : 'warning',
        message:
          `${pool.checked_out} of ${pool.capacity} connections are checked out (${percent} ` +
          `%)${saturated ? ', and the pool says that it is saturated' : ''}.`,
        facts: {
          checkedOut: pool.checked_out,
          capacity: pool.capacity,
          percent,
          status: pool.status ?? null,
        },
      },
    ];
  },
  examples: {
    healthy: { health: healthWith() },
    broken: {
      health: healthWith({
        pool: answered('/api/health/pool', 200, {
          status: 'ok',
          size: 10,
          checked_out: 18,
          overflow: 8,
          max_overflow: 10,
          capacity: 20,
        }),
      }),
    },
  },
});
