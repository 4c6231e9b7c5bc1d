import { indexScenarios } from './indexes.ts';
import { rowScenarios } from './rows.ts';
import {
  expected,
  partitionedEvent,
  sound,
  tables,
  withoutConstraint,
  withoutTriggers,
  type Scenario,
} from './scenario.ts';
import { shapeScenarios } from './shapes.ts';
import { triggerScenarios } from './triggers.ts';

const basic: readonly Scenario[] = [
  {
    code: 'missing-foreign-key',
    title: 'no key at all',
    subject: 'public.child.child_parent',
    setup: tables,
    expectations: [{ ...expected, onDelete: 'cascade' }],
  },
  {
    code: 'missing-foreign-key',
    title: 'a key on another column of that name',
    subject: 'public.child.child_other',
    setup: sound,
    expectations: [{ ...expected, name: 'child_other', columns: ['tenant'] }],
  },
  {
    code: 'wrong-target',
    title: 'another column of the right table',
    subject: 'public.child.child_parent',
    setup: `${tables} alter table parent add unique (tenant); alter table child add constraint child_parent
      foreign key (parent_id) references parent (tenant);
      comment on constraint child_parent on child is 'it''s kept';`,
    expectations: [expected],
    wrongFix:
      'alter table child rename constraint child_parent to child_parent_id; alter table child rename ' +
      'constraint child_parent_id to child_parent',
  },
  {
    code: 'conflicting-targets',
    title: 'a half-finished swap',
    subject: 'public.child.child_parent',
    setup:
      `${sound} alter table parent add unique (tenant); alter table child add constraint ` +
      'child_parent_new foreign key (parent_id) references parent (tenant);',
    expectations: [expected],
    facts: { other: 'public.child.child_parent_new' },
  },
  {
    code: 'action-mismatch',
    title: 'NO ACTION where CASCADE is expected',
    subject: 'public.child.child_parent',
    setup: sound,
    expectations: [{ ...expected, onDelete: 'cascade' }],
  },
  {
    code: 'definition-mismatch',
    title: 'deferrable where it should not be',
    subject: 'public.child.child_parent',
    setup:
      `${tables} alter table child add constraint child_parent foreign key (parent_id) references ` +
      'parent (id) deferrable;',
    expectations: [{ ...expected, deferrable: false }],
  },
  {
    code: 'renamed-foreign-key',
    title: 'the key under another name',
    subject: 'public.child.child_parent',
    setup: sound,
    expectations: [{ ...expected, name: 'Fk of child' }],
  },
  {
    code: 'unexpected-foreign-key',
    title: 'a key that came after the snapshot',
    subject: 'public.child.child_tenant',
    setup:
      `${sound} alter table parent add unique (tenant); alter table child add constraint ` +
      'child_tenant foreign key (tenant) references parent (tenant); create index on child ' +
      '(tenant);',
    expectations: [expected],
    complete: true,
    curable: false,
  },
  {
    code: 'unexpected-foreign-key',
    title: 'the only key, after a snapshot of none',
    subject: 'public.child.child_parent',
    setup: sound,
    complete: true,
    curable: false,
  },
  {
    code: 'definition-mismatch',
    title: 'over a PERIOD where it should not be',
    subject: 'public.stay.stay_room',
    since18: true,
    setup: `create extension btree_gist; create table room (id int, "is f)ree" daterange, primary key (id,
      "is f)ree"), unique (id, "is f)ree" without overlaps));
      create table stay (room int not null, during daterange not null, constraint stay_room foreign key
        (room, period during) references room (id, period "is f)ree"));
      create index on stay (room, during);`,
    expectations: [
      {
        name: 'stay_room',
        table: 'stay',
        columns: ['room', 'during'],
        references: { table: 'room', columns: ['id', 'is f)ree'] },
        period: false,
      },
    ],
    beside: ['unindexed-foreign-key', 'partly-indexed-foreign-key'],
  },
  {
    code: 'missing-foreign-key',
    title: 'a key over a PERIOD',
    subject: 'public.stay.stay_room',
    since18: true,
    setup: `create extension btree_gist; create table room (id int, "is f)ree" daterange, primary key (id,
      "is f)ree" without overlaps));
      create table stay (room int not null, during daterange not null); create index on stay using gist
        (room, during);`,
    expectations: [
      {
        name: 'stay_room',
        table: 'stay',
        columns: ['room', 'during'],
        references: { table: 'room', columns: ['id', 'is f)ree'] },
        period: true,
      },
    ],
  },
  {
    code: 'disabled-triggers',
    title: 'triggers of the parent switched off',
    subject: 'public.child.child_parent',
    setup: `${sound} alter table parent disable trigger all;`,
  },
  {
    code: 'disabled-triggers',
    title: 'triggers of the child that fire on replicas only',
    subject: 'public.child.child_parent',
    setup: `${sound}
      do $$ declare t text; begin
        for t in select tgname from pg_trigger where tgrelid = 'child'::regclass loop execute
          format('alter table child enable replica trigger %I', t); end loop;
      end $$;`,
  },
  {
    code: 'disabled-triggers',
    title: "one partition's triggers",
    subject: 'public.event.event_parent',
    setup: `${tables} create table event (id bigint, parent_id bigint, constraint event_parent foreign key
      (parent_id) references parent (id)) partition by range (id);
      create index on event (parent_id); create table event_1 partition of event for values from (0) to
        (10); alter table event_1 disable trigger all;`,
  },
  {
    code: 'disabled-triggers',
    title: 'those of a partition below a partition',
    subject: 'public.event.event_parent',
    setup: `${tables} create table event (id bigint, parent_id bigint, constraint event_parent foreign key
      (parent_id) references parent (id)) partition by range (id);
      create index on event (parent_id); create table event_1 partition of event for values from (0) to (10)
        partition by range (id);
      create table event_1_1 partition of event_1 for values from (0) to (5); alter table event_1_1 disable
        trigger all;`,
  },
  {
    code: 'disabled-triggers',
    title: "those of one of the parent's partitions",
    subject: 'public.child.child_period',
    setup: `create table period (id bigint primary key) partition by range (id); create table period_1
      partition of period for values from (0) to (10);
      create table child (period_id bigint constraint child_period references period); create index on child
        (period_id); alter table period_1 disable trigger all;`,
  },
  {
    code: 'missing-triggers',
    title: "a restore that skipped the child's",
    subject: 'public.child.child_parent',
    setup: `${sound} ${withoutTriggers('child')}`,
    facts: { missing: 2, tables: [{ schema: 'public', table: 'child', triggers: 2 }] },
    wrongFix: 'alter table child enable trigger all; alter table child validate constraint child_parent',
  },
  {
    code: 'missing-triggers',
    title: 'one of the four, on the parent',
    subject: 'public.child.child_parent',
    setup: `${sound} ${withoutTriggers('parent', 'and tgtype & 8 = 8')}`,
    facts: { missing: 1 },
  },
  {
    code: 'missing-triggers',
    title: 'those of a table that references itself',
    subject: 'public.node.node_up',
    setup: `create table node (id int primary key, up int constraint node_up references node); create index
      on node (up); ${withoutTriggers('node', 'and tgtype & 8 = 8')}`,
    facts: { missing: 1 },
  },
  {
    code: 'missing-triggers',
    title: "one partition's triggers",
    subject: 'public.event.event_parent',
    setup: `${partitionedEvent} ${withoutTriggers('event_1_1')}`,
    facts: { missing: 2, tables: [{ schema: 'public', table: 'event_1_1', triggers: 2 }] },
  },
  {
    code: 'missing-triggers',
    title: 'a partition that the key does not know',
    subject: 'public.event.event_parent',
    setup: `${partitionedEvent} ${withoutTriggers('event_2')} ${withoutConstraint('conrelid', 'event_2')}`,
    facts: { missing: 2, tables: [{ schema: 'public', table: 'event_2', triggers: 2 }] },
  },
  {
    code: 'missing-triggers',
    title: "one of the parent's partitions that the key does not know",
    subject: 'public.child.child_period',
    setup: `create table period (id bigint primary key) partition by range (id); create table period_1
      partition of period for values from (0) to (10);
      create table child (period_id bigint constraint child_period references period); create index on child
        (period_id); ${withoutTriggers('period_1')} ${withoutConstraint('confrelid', 'period_1')}`,
    facts: { missing: 2, tables: [{ schema: 'public', table: 'period_1', triggers: 2 }] },
  },
  {
    code: 'duplicate-foreign-key',
    title: 'the same pairs in another order, with contradicting actions',
    subject: 'public.child.child_turned',
    setup: `${tables} alter table parent add unique (id, tenant); alter table child add constraint
      child_straight foreign key (tenant, parent_id) references parent (tenant, id),
      add constraint child_turned foreign key (parent_id, tenant) references parent (id, tenant) on delete
        cascade;`,
    facts: { other: 'public.child.child_straight', sameDefinition: false },
    curable: false,
  },
  {
    code: 'unvalidated-constraint',
    title: 'NOT VALID',
    subject: 'public.child.child_parent',
    setup:
      `${tables} alter table child add constraint child_parent foreign key (parent_id) references ` +
      'parent (id) not valid;',
  },
  {
    code: 'unvalidated-constraint',
    title: 'NOT VALID, of a table whose name would leave its comment',
    subject: `public."chi'ld\n; ""drop""".child_parent`,
    setup:
      `${tables} alter table child rename to "chi'ld\n; ""drop"""; alter table "chi'ld\n; ` +
      '""drop""" add constraint child_parent foreign key (parent_id) references parent (id) not ' +
      'valid;',
  },
  {
    code: 'unenforced-constraint',
    title: 'NOT ENFORCED',
    subject: 'public.child.child_parent',
    since18: true,
    setup:
      `${tables} alter table child add constraint child_parent foreign key (parent_id) references ` +
      'parent (id) not enforced;',
  },
  {
    code: 'unindexed-foreign-key',
    title: 'no index',
    subject: 'public.child.child_parent',
    setup: `${sound} drop index child_parent_id_idx, child_tenant_parent_id_idx;`,
    wrongFix:
      'alter table child add deleted_at timestamptz; create index on child (parent_id) where ' +
      'deleted_at is null; create index on child using brin (parent_id); create index on child ' +
      '((parent_id + 0))',
  },
  {
    code: 'unindexed-foreign-key',
    title: 'a partitioned table, one partition without',
    subject: 'public.event.event_parent',
    setup: `${tables} create table event (id bigint, parent_id bigint, constraint event_parent foreign key
      (parent_id) references parent (id)) partition by range (id);
      create table event_1 partition of event for values from (0) to (10); create table event_2 partition of
        event for values from (10) to (20); create index on event_1 (parent_id);`,
    wrongFix: 'create index event_only on only event (parent_id)',
  },
  {
    code: 'unindexed-foreign-key',
    title: 'a partitioned table, one partition with an index that is not the same and serves',
    subject: 'public.event.event_parent',
    setup: `${tables} create table event (id bigint, parent_id bigint, constraint event_parent foreign key
      (parent_id) references parent (id)) partition by range (id);
      create table event_1 partition of event for values from (0) to (10); create table event_2 partition of
        event for values from (10) to (20); create unique index on event_1 (parent_id, id) include
          (parent_id);`,
  },
  {
    code: 'unindexed-foreign-key',
    title: 'behind one other column',
    subject: 'public.child.child_parent',
    setup: `${sound} drop index child_parent_id_idx;`,
    facts: { looksLike: 'child_tenant_parent_id_idx' },
    wrongFix: 'create index on child (id, tenant) include (parent_id)',
  },
  {
    code: 'partly-indexed-foreign-key',
    title: 'the leading part',
    subject: 'public.child.child_wide',
    setup: `${tables} drop index child_tenant_parent_id_idx; create index on child (tenant, id, parent_id);
      alter table child add constraint child_wide foreign key (tenant, parent_id) references parent
        (tenant, id);`,
    wrongFix: 'create index on child (tenant) include (parent_id)',
  },
  {
    code: 'invalid-index',
    title: 'what a failed CONCURRENTLY left',
    subject: 'public.child_parent_id_idx',
    setup:
      `${sound} create index more on child (parent_id); update pg_index set indisvalid = false ` +
      "where indexrelid = 'child_parent_id_idx'::regclass;",
  },
  {
    code: 'type-mismatch',
    title: 'integer towards bigint',
    subject: 'public.child.child_parent',
    setup:
      `${tables} alter table child alter parent_id type integer; alter table child add constraint ` +
      'child_parent foreign key (parent_id) references parent (id);',
    facts: { widening: true },
  },
  {
    code: 'type-mismatch',
    title: 'integer towards numeric',
    subject: 'public.child.child_parent',
    setup:
      'create table parent (id numeric primary key); create table child (parent_id integer ' +
      'constraint child_parent references parent); create index on child (parent_id);',
    facts: { widening: false },
    curable: false,
    beside: ['unindexed-foreign-key'],
  },
  {
    code: 'duplicate-foreign-key',
    title: 'the same twice',
    subject: 'public.child.child_twice',
    setup:
      `${sound} alter table child add constraint child_twice foreign key (parent_id) references ` +
      'parent (id);',
    facts: { other: 'public.child.child_parent', sameDefinition: true },
  },
  {
    code: 'duplicate-foreign-key',
    title: 'contradicting actions',
    subject: 'public.child.child_twice',
    setup:
      `${sound} alter table child add constraint child_twice foreign key (parent_id) references ` +
      'parent (id) on delete cascade;',
    facts: { sameDefinition: false },
    curable: false,
  },
  {
    code: 'overlapping-foreign-key',
    title: 'one within the other',
    subject: 'public.child.child_wide',
    setup:
      `${sound} alter table child add constraint child_wide foreign key (tenant, parent_id) ` +
      'references parent (tenant, id);',
    facts: { other: 'public.child.child_parent' },
    curable: false,
  },
  {
    code: 'set-null-on-not-null',
    title: 'ON DELETE SET NULL on NOT NULL',
    subject: 'public.child.child_parent',
    setup:
      `${tables} alter table child add constraint child_parent foreign key (parent_id) references ` +
      'parent (id) on delete set null;',
  },
];

export const scenarios: readonly Scenario[] = [
  ...basic,
  ...indexScenarios,
  ...shapeScenarios,
  ...rowScenarios,
  ...triggerScenarios,
];
