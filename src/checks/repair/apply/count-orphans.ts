import { countOrphans } from '../../foreign-keys/probes/orphan-count.ts';
import { progressLine } from '../../foreign-keys/orphans/progress-line.ts';
import type { OrphanCount } from '../../foreign-keys/probes/orphans.ts';
import { samplesQuery, showQuery } from '../../foreign-keys/orphans/orphan-sql.ts';
import { explainDatabaseError } from '../../postgres/session/errors.ts';
import type { RepairContext } from './context.ts';
import type { Observed } from './observe.ts';
import { asKey } from '../plan/counted-key.ts';

/** Rows that would have no parent under the wanted key, counted before anything is changed. */
export async function countWithoutParent(
  context: RepairContext,
  { wanted, tableFacts }: Observed,
): Promise<OrphanCount> {
  const { database, limits, orphans: wished, progress } = context;
  const nothing: OrphanCount = {
    key: wanted.subject,
    orphans: 0,
    complete: false,
    reason: null,
    rowsSeen: null,
    sampledPercent: null,
    place: null,
    since: null,
    estimatedRows: tableFacts?.estimatedRows ?? null,
    samples: [],
    query: null,
  };
  const counted = tableFacts === null ? null : asKey(wanted.definition, tableFacts);
  if (counted === null) return { ...nothing, reason: 'it is not known which operator compares the columns' };
  const { key, details } = counted;
  const query = showQuery(key, details);
  progress(`counting rows without a parent under ${wanted.subject}`);
  const began = performance.now();
  const remaining = (): number => wished.maxDurationMs - (performance.now() - began);
  try {
    const count = await countOrphans({
      database,
      key,
      details,
      limits: wished,
      lockTimeoutMs: limits.lockTimeoutMs,
      remaining,
      from: null,
      progress: ({ rowsSeen, orphans }) =>
        progress(
          progressLine({
            key: wanted.subject,
            rowsSeen,
            rowsNow: rowsSeen,
            estimatedRows: details.estimatedRows,
            orphans,
            elapsedMs: performance.now() - began,
          }),
        ),
    });
    const samples =
      count.orphans === 0 || wished.samples === 0
        ? []
        : await database
            .read(
              (session) =>
                session.query<Record<string, string | null>>(
                  samplesQuery(key, details, wished.samples, null),
                ),
              limits,
            )
            .catch(() => []);
    return {
      key: wanted.subject,
      ...count,
      place: null,
      estimatedRows: details.estimatedRows,
      samples,
      query,
    };
  } catch (error) {
    context.signal.throwIfAborted();
    return { ...nothing, reason: explainDatabaseError(error), query };
  }
}
