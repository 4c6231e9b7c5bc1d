import { progressLine } from '../orphans/progress-line.ts';
import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { explainDatabaseError, isSqlState } from '../../postgres/session/errors.ts';
import { defineProbe } from '../../probe.ts';
import { untilAborted } from '../../support/until-aborted.ts';
import { selectedKeys } from '../expectations/compare.ts';
import type { ForeignKeyContext } from './context.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { keyName } from '../catalog/names.ts';
import { orphanPlaceShape, type OrphanPlace } from '../orphans/resume-point.ts';
import {
  operatorsOf,
  primaryKeyOf,
  samplesQuery,
  showQuery,
  type OrphanDetails,
} from '../orphans/orphan-sql.ts';
import { isEstimate } from '../catalog/estimate.ts';
import { countOrphans, type Count } from './orphan-count.ts';
import { keys } from './keys.ts';

/** What is known of one key's orphans. */
export const orphanCountShape = z.object({
  /** `schema.table.constraint` */
  key: z.string(),
  /** How many were seen; the number itself only where `complete`. */
  orphans: z.number(),
  complete: z.boolean(),
  /** Why it is not complete. */
  reason: z.nullable(z.string()),
  rowsSeen: z.nullable(z.number()),
  sampledPercent: z.nullable(z.number()),
  /** The planner's estimate of the child's rows, those of its partitions together. */
  estimatedRows: z.nullable(z.number()),
  /**
   * Where another run can go on: the primary key of the last row that was looked at. Null with
   * --hide-samples.
   */
  place: z.nullable(orphanPlaceShape),
  /** When the first rows were counted, where an earlier run did that; else null. */
  since: z.nullable(z.string()),
  /** A few orphans by column name: their primary key, and what they reference. Empty with --hide-samples. */
  samples: z.array(z.record(z.string(), z.nullable(z.string()))),
  /** SQL that shows them; null where it is not known. */
  query: z.nullable(z.string()),
  /** Columns that a new parent must be given besides those that the key references; null where not known. */
  parentNeeds: z.optional(z.nullable(z.array(z.string()))),
});
export type OrphanCount = z.infer<typeof orphanCountShape>;

export const orphansShape = z.object({
  /** False without --orphans: nothing was looked at then. */
  asked: z.boolean(),
  counts: z.array(orphanCountShape),
});
export type Orphans = z.infer<typeof orphansShape>;

/**
 * Rows whose parent is missing, key by key, each in transactions of its own: one that fails says nothing of
 * the others.
 */
export const orphans = defineProbe({
  name: 'orphans',
  effect: 'read',
  givesPartialEvidence: true,
  shape: orphansShape,
  needs: { keys },
  async observe(context: ForeignKeyContext, { keys: { keys: found } }): Promise<Orphans> {
    const { database, limits, orphans: wanted } = context;
    if (wanted === null) return { asked: false, counts: [] };
    const started = performance.now();
    const remaining = (): number => wanted.maxDurationMs - (performance.now() - started);
    const inspected = selectedKeys(found);
    const rows = await untilAborted(
      database.read(
        (session) =>
          session.query<DetailsRow>(detailsQuery(session.version), [inspected.map(({ id }) => id)]),
        limits,
      ),
      context.signal,
    );
    const detailsById = new Map(rows.map(({ id, data }) => [Number(id), data]));

    const counts: OrphanCount[] = [];
    for (const key of inspected) {
      const name = keyName(key);
      const details = detailsById.get(key.id);
      const nothing = {
        key: name,
        orphans: 0,
        complete: false,
        rowsSeen: null,
        sampledPercent: null,
        place: null,
        since: null,
        samples: [],
        query: null,
        parentNeeds: details?.parentNeeds ?? null,
      };
      if (details === undefined) {
        counts.push({ ...nothing, reason: 'it was dropped meanwhile', estimatedRows: null });
        continue;
      }
      const { estimatedRows } = details;
      const query = showQuery(key, details);
      if (context.signal.aborted) {
        counts.push({
          ...nothing,
          reason: `${describeError(context.signal.reason)} before its turn`,
          estimatedRows,
          query,
        });
        continue;
      }
      context.progress(`counting orphans of ${name}`);
      const begun = performance.now();
      const left = context.resumed?.get(query);
      // A primary key of other columns since then has other places.
      const from = left?.behind.length === details.primaryKey.length ? left : null;
      let place = from;
      const progress = (reached: OrphanPlace): void => {
        place = reached;
        const { rowsSeen, orphans: orphanCount } = reached;
        context.progress(
          progressLine({
            key: name,
            rowsSeen,
            rowsNow: rowsSeen - (from?.rowsSeen ?? 0),
            estimatedRows,
            orphans: orphanCount,
            elapsedMs: performance.now() - begun,
          }),
        );
      };
      // The last row's key is a value of the user's.
      const shown = (reached: OrphanPlace | null): OrphanPlace | null =>
        wanted.samples === 0 ? null : reached;
      try {
        const counting = countOrphans({
          database,
          key,
          details,
          limits: wanted,
          lockTimeoutMs: limits.lockTimeoutMs,
          remaining,
          from,
          progress,
        });
        const count = await untilAborted(counting, context.signal);
        const samples = await readSamples(context, key, details, count);
        counts.push({ ...nothing, ...count, place: shown(count.place), estimatedRows, samples, query });
      } catch (error) {
        const reason = isSqlState(error, 'vanished')
          ? 'it was changed meanwhile'
          : explainDatabaseError(error);
        counts.push({
          ...nothing,
          orphans: place?.orphans ?? 0,
          rowsSeen: place?.rowsSeen ?? null,
          place: shown(place),
          reason,
          estimatedRows,
          query,
        });
      }
    }
    return { asked: true, counts };
  },
});

/** Samples are a help, not the answer: without them the count stands. */
async function readSamples(
  { database, limits, orphans: wanted }: ForeignKeyContext,
  key: ForeignKey,
  details: OrphanDetails,
  count: Count,
) {
  if (wanted === null || wanted.samples === 0 || count.orphans === 0) return [];
  const sql = samplesQuery(key, details, wanted.samples, count.sampledPercent);
  try {
    return await database.read((session) => session.query<Record<string, string | null>>(sql), limits);
  } catch {
    return [];
  }
}

interface DetailsRow {
  readonly id: string;
  readonly data: OrphanDetails & { readonly parentNeeds: string[] };
}

const detailsQuery = (version: number): string => `
select k.oid::bigint as id, pg_catalog.json_build_object(
  'operators', ${operatorsOf('k')},
  'primaryKey', ${primaryKeyOf('k.conrelid')},
  'parentNeeds', (
    select coalesce(pg_catalog.json_agg(a.attname order by a.attnum), '[]')
    from pg_catalog.pg_attribute as a
    where a.attrelid = k.confrelid and a.attnum > 0 and not a.attisdropped and a.attnotnull
      and not a.atthasdef and a.attidentity = '' and a.attnum <> all (k.confkey)
  ),
  'estimatedRows', case when c.relkind <> 'p' then case when ${isEstimate('c.reltuples', version)} then
    c.reltuples::bigint end else (
    select case when pg_catalog.bool_and(${isEstimate('l.reltuples', version)}) then
      pg_catalog.sum(l.reltuples)::bigint end
    from pg_catalog.pg_partition_tree(c.oid) as t
    join pg_catalog.pg_class as l on l.oid = t.relid
    where t.isleaf
  ) end
) as data
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid
where k.oid = any ($1::oid[])`;
