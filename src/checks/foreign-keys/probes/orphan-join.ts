import * as z from 'zod/mini';
import type { Session } from '../../postgres/session/session.ts';
import type { CountedKey } from '../orphans/orphan-sql.ts';

interface Plan {
  readonly kind: string;
  readonly cost: number;
  readonly parts: readonly Plan[];
}

const planShape: z.ZodMiniType<Plan> = z.pipe(
  z.object({
    'Node Type': z.string(),
    'Total Cost': z.number(),
    get Plans() {
      return z.optional(z.array(planShape));
    },
  }),
  z.transform((node) => ({ kind: node['Node Type'], cost: node['Total Cost'], parts: node.Plans ?? [] })),
);
const explainedShape = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planShape })]) })]);

/** What a plan may be made of that reads nothing but two indexes side by side. */
const merging = new Set([
  'Aggregate',
  'Append',
  'Index Only Scan',
  'Materialize',
  'Merge Append',
  'Merge Join',
]);

/**
 * The planner takes a look into a hash for as cheap as the comparison of two neighbours. It is a miss of the
 * processor's cache, so that a merge that looks somewhat dearer is several times quicker (`npm run bench
 * orphan-scan`). Where many pages changed since the last vacuum its cost rises beyond this, and rightly so.
 */
const mostCost = 2;

/**
 * Types whose order the server alone decides. Not those of texts: a new version of the system's library can
 * leave their indexes out of order, and orphans would hide there. They are slow to compare, too.
 */
const steady = new Set([
  'bigint',
  'bytea',
  'date',
  'integer',
  'numeric',
  'oid',
  'smallint',
  'timestamp with time zone',
  'timestamp without time zone',
  'uuid',
]);

/**
 * Has the planner read the child's and the parent's indexes in their order, for the rest of this transaction,
 * where they answer `sql` without a look at the tables; true where they do. It says so itself: operators,
 * partitions and what an index holds are its own concern. No other process of the server works along then.
 */
export async function preferMerge(session: Session, key: CountedKey, sql: string): Promise<boolean> {
  if (![...key.columns, ...key.references.columns].every(({ type }) => steady.has(type))) return false;
  const [usual] = await session.query<{ workers: string; hashes: string }>(workAlone);
  const cheapest = await explain(session, sql);
  await session.query(`select ${set('enable_hashjoin', "'off'")}`);
  const merged = await explain(session, sql);
  if (onlyMerges(merged) && merged.cost <= mostCost * cheapest.cost) return true;
  await session.query(asUsual, [usual?.workers, usual?.hashes]);
  return false;
}

const set = (name: string, value: string): string => `pg_catalog.set_config('${name}', ${value}, true)`;
const workAlone = `with usual as materialized (
  select pg_catalog.current_setting('max_parallel_workers_per_gather') as workers,
    pg_catalog.current_setting('enable_hashjoin') as hashes
)
select u.workers, u.hashes, ${set('max_parallel_workers_per_gather', "'0'")}
from usual as u`;
const asUsual = `select ${set('max_parallel_workers_per_gather', '$1')}, ${set('enable_hashjoin', '$2')}`;

async function explain(session: Session, sql: string): Promise<Plan> {
  const [row] = explainedShape.parse(await session.query(`explain (format json) ${sql}`));
  return row['QUERY PLAN'][0].Plan;
}

function onlyMerges({ kind, parts }: Plan): boolean {
  return merging.has(kind) && parts.every(onlyMerges);
}
