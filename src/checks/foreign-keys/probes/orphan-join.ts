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
 * True where the child's and the parent's indexes, read in their order, answer `sql` without a look at the
 * tables. The planner says so: operators, partitions and what an index holds are its own concern. Sets what
 * it asks about in this transaction.
 */
export async function canMergeIndexes(session: Session, key: CountedKey, sql: string): Promise<boolean> {
  if (![...key.columns, ...key.references.columns].every(({ type }) => steady.has(type))) return false;
  await session.query(`select ${alone}`);
  const usual = await explain(session, sql);
  await session.query(`select ${unhashed}`);
  const merged = await explain(session, sql);
  return onlyMerges(merged) && merged.cost <= mostCost * usual.cost;
}

/** Has the planner merge, in this transaction, and take no other process of the server. */
export async function mergeIndexes(session: Session): Promise<void> {
  await session.query(`select ${alone}, ${unhashed}`);
}

const alone = "pg_catalog.set_config('max_parallel_workers_per_gather', '0', true)";
const unhashed = "pg_catalog.set_config('enable_hashjoin', 'off', true)";

async function explain(session: Session, sql: string): Promise<Plan> {
  const [row] = explainedShape.parse(await session.query(`explain (format json) ${sql}`));
  return row['QUERY PLAN'][0].Plan;
}

function onlyMerges({ kind, parts }: Plan): boolean {
  return merging.has(kind) && parts.every(onlyMerges);
}
