import { isSqlState } from '../../postgres/session/errors.ts';
import type { Database } from '../../postgres/session/session.ts';
import { describeError } from '../../support/describe-error.ts';

/** The same database; where a lock did not come in time, its error says who holds it. */
export function namingBlockers(database: Database, signal: AbortSignal): Database {
  return {
    ...database,
    async read(work, limits) {
      try {
        return await database.read(work, limits);
      } catch (error) {
        if (!isSqlState(error, 'lockTimeout')) throw error;
        const looking = { signal, progress: () => undefined, database, limits, pauseMs: 0 };
        // Loaded here: of many runs one is held up.
        const { inTheWay } = await import('./in-the-way.ts');
        const found = await inTheWay(looking).catch(() => null);
        if (found === null) throw error;
        throw Object.assign(new Error(`${describeError(error)}: ${found.sentence}`), { code: '55P03' });
      }
    },
  };
}
