import type { Severity } from '../../../../src/checks/finding.ts';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';

/** Something that is wrong, said by one code of one subject, and what does not cure it. */
export interface Scenario {
  readonly code: string;
  readonly title: string;
  readonly subject: string;
  /** PostgreSQL 18 only. */
  readonly since18?: boolean;
  readonly setup: string;
  readonly expectations?: readonly Expectation[];
  /** The expectations are a snapshot of all. */
  readonly complete?: true;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Rows are looked at too. */
  readonly orphans?: true;
  /** Before the release that refuses such a state. */
  readonly before18?: true;
  readonly severity?: Severity;
  /** Other codes that the same state rightly gives. */
  readonly beside?: readonly string[];
  /** Other findings that the same state rightly gives, whatever else is said. */
  readonly alsoSaid?: readonly string[];
  /** Statements after which it is still found. */
  readonly wrongFix?: string;
  /** False where the remedy is a decision, so that no statement is offered. */
  readonly curable?: false;
}

export const tables = `
  create table parent (id bigint primary key, code text unique, tenant bigint, unique (tenant, id));
  create table child (id bigint primary key, parent_id bigint not null, tenant bigint not null);
  create index on child (parent_id);
  create index on child (tenant, parent_id);
`;
export const sound =
  `${tables} alter table child add constraint child_parent foreign key (parent_id) references ` +
  'parent (id);';
export const partitionedEvent = `${tables} create table event (id bigint, parent_id bigint, constraint
  event_parent foreign key (parent_id) references parent (id)) partition by range (id);
  create index on event (parent_id); create table event_1 partition of event for values from (0) to (10)
    partition by range (id);
  create table event_1_1 partition of event_1 for values from (0) to (5);
  create table event_2 partition of event for values from (10) to (20);`;

/** Takes a table's enforcement triggers out of the catalog, with whatever depends on them. */
export function withoutTriggers(table: string, which = ''): string {
  return `create temporary table gone as select oid from pg_trigger where tgrelid = '${table}'::regclass
      and tgisinternal ${which};
    delete from pg_depend where classid = 'pg_trigger'::regclass and objid in (select oid from gone)
      or refclassid = 'pg_trigger'::regclass and refobjid in (select oid from gone);
    delete from pg_trigger where oid in (select oid from gone); drop table gone;`;
}

/** The same for the rows of keys of a partition. */
export function withoutConstraint(side: 'conrelid' | 'confrelid', table: string): string {
  return `create temporary table gone as select oid from pg_constraint where ${side} = '${table}'::regclass
      and contype = 'f';
    delete from pg_depend where classid = 'pg_constraint'::regclass and objid in (select oid from gone)
      or refclassid = 'pg_constraint'::regclass and refobjid in (select oid from gone);
    delete from pg_constraint where oid in (select oid from gone); drop table gone;`;
}

export const expected: Expectation = {
  name: 'child_parent',
  table: 'child',
  columns: ['parent_id'],
  references: { table: 'parent', columns: ['id'] },
};
