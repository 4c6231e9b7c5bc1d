import { has } from '../../postgres/session/version.ts';

/** What the catalog calls an action in `pg_constraint`, and what its function is called. */
const actions = {
  a: 'noaction',
  r: 'restrict',
  c: 'cascade',
  n: 'setnull',
  d: 'setdefault',
} as const;

function actionFunction(column: 'confdeltype' | 'confupdtype', event: 'del' | 'upd'): string {
  const whens = Object.entries(actions).map(
    ([letter, name]) => `when '${letter}' then 'pg_catalog."RI_FKey_${name}_${event}"'::regproc`,
  );
  return `case k.${column} ${whens.join(' ')} end`;
}

/**
 * `triggered (key, triggers)`: which of a key's four triggers are there, as bits: 1 and 2 look for the parent
 * of a row that is inserted or updated, 4 and 8 for the children of one that is deleted or updated. A trigger
 * that calls another function, stands on another table, fires at another event or under a condition is none
 * of them. (Source: CreateTrigger and createForeignKeyActionTriggers; `tgtype` is 1 for each row, and 4, 8 or
 * 16.)
 */
export const triggered = `triggered as materialized (
  select t.tgconstraint as key, pg_catalog.bit_or(case
      when t.tgrelid = k.conrelid and t.tgtype = 5 and t.tgfoid = 'pg_catalog."RI_FKey_check_ins"'::regproc
        then 1
      when t.tgrelid = k.conrelid and t.tgtype = 17 and t.tgfoid = 'pg_catalog."RI_FKey_check_upd"'::regproc
        then 2
      when t.tgrelid = k.confrelid and t.tgtype = 9 and t.tgfoid = ${actionFunction('confdeltype', 'del')}
        then 4
      when t.tgrelid = k.confrelid and t.tgtype = 17 and t.tgfoid = ${actionFunction('confupdtype', 'upd')}
        then 8
      else 0
    end) as triggers
  from pg_catalog.pg_trigger as t
  join pg_catalog.pg_constraint as k on k.oid = t.tgconstraint and k.contype = 'f'
  where t.tgqual is null
  group by t.tgconstraint
)`;

const partitioned = 'select partrelid from pg_catalog.pg_partitioned_table';

/** Where there is no partitioned table at all, nothing was handed down, and nothing is read to see that. */
export const somePartitioned = `exists (${partitioned})`;

/**
 * Lists of `with recursive` that end in `absent_of (key, relation, triggers)`: triggers that a key must have
 * on a relation and has not.
 *
 * A key has two triggers on its child and two on its parent. What was handed down to a partition has those of
 * the side that the partition stands on; a partition that no row of `pg_constraint` stands for lacks its two.
 * Needs the lists `handed_down (oid, root)` and {@link triggered}. Most keys have all four, and are passed
 * over first.
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
  where p.oid not in (select t.key from triggered as t where t.triggers = 15)
    and (p.checks and p.acts
      or p.checks and p.oid not in (select t.key from triggered as t where t.triggers & 3 = 3)
      or p.acts and p.oid not in (select t.key from triggered as t where t.triggers & 12 = 12))
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
    select p.oid as key, p.conrelid as relation,
      coalesce((t.triggers & 1) + (t.triggers >> 1 & 1), 0) as there
    from short_of as p
    left join triggered as t on t.key = p.oid
    where p.checks
    union all
    select p.oid, p.confrelid, coalesce((t.triggers >> 2 & 1) + (t.triggers >> 3 & 1), 0)
    from short_of as p
    left join triggered as t on t.key = p.oid
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
