import { has } from '../../postgres/session/version.ts';

/**
 * The two that look for the parent of a written row; the other two look for the rows of a parent that goes.
 */
const checkFunctions = `'pg_catalog."RI_FKey_check_ins"'::regproc, 'pg_catalog."RI_FKey_check_upd"'::regproc`;

const partitioned = 'select partrelid from pg_catalog.pg_partitioned_table';

/** Where there is no partitioned table at all, nothing was handed down, and nothing is read to see that. */
export const somePartitioned = `exists (${partitioned})`;

/**
 * Lists of `with recursive` that end in `absent_of (key, relation, triggers)`: triggers that a key must have
 * on a relation and has not.
 *
 * A key has two triggers on its child and two on its parent. What was handed down to a partition has those of
 * the side that the partition stands on; a partition that no row of `pg_constraint` stands for lacks its two.
 * Needs the lists `handed_down (oid, root)` and `triggered (key, triggers)`. Counting comes first, and only
 * what is short is looked at one by one: a list of its own, since the planner would look at each key before
 * it asks whether it is short.
 */
export function missingTriggers(version: number): string {
  const untriggered = `${partitioned}${has(version, 'partitionedTriggers') ? ' where false' : ''}`;
  return `parts as not materialized (
  select k.oid, k.conparentid, k.conrelid, k.confrelid, true as checks, true as acts
  from pg_catalog.pg_constraint as k
  where k.contype = 'f' and k.conparentid = 0
  union all
  select k.oid, k.conparentid, k.conrelid, k.confrelid, k.conrelid <> p.conrelid, k.confrelid <> p.confrelid
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_constraint as p on p.oid = k.conparentid
  where k.contype = 'f' and k.conparentid <> 0 and ${somePartitioned}
), short_of as materialized (
  select p.*
  from parts as p
  where p.oid not in (select t.key from triggered as t where t.triggers >= 4)
    and (p.checks and p.acts or p.oid not in (select t.key from triggered as t where t.triggers >= 2))
), partition_parts as materialized (
  select p.*
  from parts as p
  where ${somePartitioned}
    and (p.conparentid <> 0 or p.conrelid in (${partitioned}) or p.confrelid in (${partitioned}))
), partition_balance as materialized (
  select b.key, b.relation
  from (
    select p.oid as key, i.inhrelid as relation, true as checks, -1 as n
    from partition_parts as p
    join pg_catalog.pg_inherits as i on i.inhparent = p.conrelid
    where p.checks and p.conrelid in (${partitioned})
    union all
    select p.oid, i.inhrelid, false, -1
    from partition_parts as p
    join pg_catalog.pg_inherits as i on i.inhparent = p.confrelid
    where p.acts and p.confrelid in (${partitioned})
    union all
    select p.conparentid, case when p.checks then p.conrelid else p.confrelid end, p.checks, 1
    from partition_parts as p
    where p.conparentid <> 0
  ) as b
  group by b.key, b.relation, b.checks
  having pg_catalog.sum(b.n) < 0
), absent as materialized (
  select s.key, s.relation, 2 - s.there as triggers
  from (
    select p.oid as key, p.conrelid as relation, (
      select pg_catalog.count(*)::int
      from pg_catalog.pg_trigger as t
      where t.tgconstraint = p.oid and t.tgfoid in (${checkFunctions})
    ) as there
    from short_of as p
    where p.checks
    union all
    select p.oid, p.confrelid, (
      select pg_catalog.count(*)::int
      from pg_catalog.pg_trigger as t
      where t.tgconstraint = p.oid and t.tgfoid not in (${checkFunctions})
    )
    from short_of as p
    where p.acts
  ) as s
  where s.there < 2 and s.relation not in (${untriggered})
  union all
  select b.key, b.relation, 2
  from partition_balance as b
), absent_of as (
  select a.key, a.relation, a.triggers from absent as a
  union all
  select h.root, a.relation, a.triggers
  from absent as a
  join handed_down as h on h.oid = a.key`;
}
