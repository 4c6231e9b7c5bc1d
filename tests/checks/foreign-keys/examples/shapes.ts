import { expected, partitionedEvent, sound, tables, type Scenario } from './scenario.ts';

const composite = `${tables} alter table child alter parent_id drop not null, alter tenant drop not null;
  alter table child add constraint child_wide foreign key (tenant, parent_id) references parent (tenant,
  id);`;
const otherCollation = `create collation any_case (provider = icu, locale = 'und-u-ks-level2', deterministic =
  false); create table parent (code text collate any_case primary key); create table child (code text
  constraint child_code references parent); create index on child (code);`;

/** What a key's own definition, or that of its tables, makes of it. */
export const shapeScenarios: readonly Scenario[] = [
  {
    code: 'nullable-composite-key',
    title: 'a link within a tenant that is NOT NULL',
    subject: 'public.child.child_wide',
    severity: 'info',
    setup: `${tables} alter table child alter parent_id drop not null; alter table child add constraint
      child_wide foreign key (tenant, parent_id) references parent (tenant, id);`,
    curable: false,
  },
  {
    code: 'nullable-composite-key',
    title: 'all columns nullable, and nobody has looked at the rows',
    subject: 'public.child.child_wide',
    severity: 'warning',
    setup: composite,
    wrongFix: 'alter table child add check (parent_id > 0)',
    curable: false,
  },
  {
    code: 'nullable-composite-key',
    title: 'all columns nullable, and no row is null in one of them alone',
    subject: 'public.child.child_wide',
    orphans: true,
    setup: `${composite} insert into child values (1, null, null);`,
    facts: { mixedRows: false },
  },
  {
    code: 'nullable-composite-key',
    title: 'all columns nullable, and MATCH FULL would refuse a row',
    subject: 'public.child.child_wide',
    orphans: true,
    setup: `${composite} insert into child values (1, 7, null);`,
    facts: { mixedRows: true },
    curable: false,
  },
  {
    code: 'set-null-on-not-null',
    title: 'a composite key, of which some columns may be null',
    subject: 'public.child.child_wide',
    setup: `${tables} alter table child alter parent_id drop not null; alter table child add constraint
      child_wide foreign key (tenant, parent_id) references parent (tenant, id) on delete set null;`,
    beside: ['nullable-composite-key'],
  },
  ...[
    ['a domain NOT NULL', 'create domain link as bigint not null;', 'parent_id link'],
    ['a domain that checks it', 'create domain link as bigint check (value is not null);', 'parent_id link'],
    [
      'a domain over such a domain',
      'create domain inner_link as bigint not null; create domain link as inner_link;',
      'parent_id link',
    ],
  ].map(([title, domain, column]): Scenario => ({
    code: 'set-null-on-not-null',
    title: `NOT NULL by ${title}`,
    subject: 'public.child.child_parent',
    setup: `${domain} create table parent (id bigint primary key); create table child (${column} constraint
        child_parent references parent on delete set null); create index on child (parent_id);`,
  })),
  ...[
    {
      by: 'a CHECK',
      column: 'constraint "Filled" check (parent_id is not null)',
      action: 'on delete set null',
      facts: { checks: ['"Filled"'] },
    },
    {
      by: 'a CHECK that says more',
      column: 'constraint filled check (parent_id is not null and parent_id > 0)',
      action: 'on update set null',
      facts: { checks: ['filled'] },
    },
    {
      by: 'a CHECK that is NOT VALID',
      column: '',
      action: 'on delete set null, add constraint filled check (parent_id is not null) not valid',
      facts: { checks: ['filled'] },
    },
    {
      by: 'SET DEFAULT without a default',
      column: 'not null',
      action: 'on delete set default',
      facts: { columns: ['parent_id'] },
    },
  ].map(({ by, column, action, facts }): Scenario => ({
    code: 'set-null-on-not-null',
    title: `a column that may not be null: ${by}`,
    subject: 'public.child.child_parent',
    setup: `create table parent (id bigint primary key); create table child (parent_id bigint ${column});
      create index on child (parent_id); alter table child add constraint child_parent foreign key (parent_id)
      references parent ${action};`,
    facts,
    curable: false,
  })),
  ...['(tenant)', '(tenant, parent_id)'].map((columns): Scenario => ({
    code: 'set-null-on-not-null',
    title: `SET NULL ${columns}, of which one may not be null`,
    subject: 'public.child.child_wide',
    setup: `${tables} alter table child alter parent_id drop not null; alter table child add constraint
      child_wide foreign key (tenant, parent_id) references parent (tenant, id) on delete set null
      ${columns};`,
    beside: ['nullable-composite-key'],
  })),
  ...['other rowed', 'other rowed[]', 'other over_rowed'].map((use): Scenario => ({
    code: 'type-mismatch',
    title: `a narrower child whose row type another table uses: ${use}`,
    subject: 'public.rowed.rowed_parent',
    setup: `create table parent (id bigint primary key); create table rowed (parent_id int constraint
        rowed_parent references parent); create index on rowed (parent_id); create domain over_rowed as rowed;
        create table user_of_it (${use});`,
    facts: { usedBy: ['column other of table public.user_of_it'] },
    curable: false,
  })),
  {
    code: 'type-mismatch',
    title: 'a wider child',
    subject: 'public.child.child_parent',
    severity: 'info',
    setup: `create table parent (id int primary key); create table child (parent_id bigint constraint
      child_parent references parent); create index on child (parent_id);`,
    facts: { direction: ['wider'], widening: true },
    curable: false,
  },
  {
    code: 'type-mismatch',
    title: 'varchar and text',
    subject: 'public.child.child_parent',
    severity: 'info',
    setup: `create table parent (id text primary key); create table child (parent_id varchar(9) constraint
      child_parent references parent); create index on child (parent_id);`,
    facts: { direction: ['text'] },
    curable: false,
  },
  {
    code: 'type-mismatch',
    title: 'a narrower child that a view depends on',
    subject: 'public.child.child_parent',
    severity: 'warning',
    setup: `create table parent (id bigint primary key); create table child (parent_id int constraint
      child_parent references parent); create index on child (parent_id); create view shown as select
      parent_id from child;`,
    facts: { direction: ['narrower'], usedBy: ['view public.shown'] },
    curable: false,
  },
  {
    code: 'type-mismatch',
    title: 'a narrower child that a generated column depends on',
    subject: 'public.child.child_parent',
    setup: `create table parent (id bigint primary key); create table child (parent_id int constraint
      child_parent references parent, next int generated always as (parent_id + 1) stored); create index on
      child (parent_id);`,
    curable: false,
  },
  {
    code: 'type-mismatch',
    title: 'a narrower child that is partitioned by the column',
    subject: 'public.child.child_parent',
    setup: `create table parent (id bigint primary key); create table child (parent_id int constraint
      child_parent references parent) partition by range (parent_id); create index on child (parent_id);`,
    facts: { usedBy: ['the partition key'] },
    curable: false,
  },
  {
    code: 'collation-upgrade',
    title: 'a nondeterministic collation on one side',
    subject: 'public.child.child_code',
    before18: true,
    setup: otherCollation,
    curable: false,
  },
  {
    code: 'duplicate-foreign-key',
    title: 'the same twice, where a third contradicts both',
    subject: 'public.child.child_twice',
    setup: `${sound} alter table child add constraint child_twice foreign key (parent_id) references parent,
      add constraint child_third foreign key (parent_id) references parent on delete cascade;`,
    facts: { sameDefinition: true, other: 'public.child.child_parent' },
    alsoSaid: ['duplicate-foreign-key public.child.child_third'],
  },
  ...['event_1', 'event_1_1'].map((partition): Scenario => ({
    code: 'duplicate-foreign-key',
    title: `the same on a partition, ${partition}, that inherits it`,
    subject: `public.${partition}.own`,
    setup: `${partitionedEvent} alter table ${partition} add constraint own foreign key (parent_id) references
      parent (id);`,
    facts: { sameDefinition: true, other: 'public.event.event_parent' },
  })),
  {
    code: 'duplicate-foreign-key',
    title: 'the same on a partition, by a name that is expected of another table',
    subject: 'public.event_1.child_parent',
    setup: `${partitionedEvent} alter table event_1 add constraint child_parent foreign key (parent_id)
      references parent (id); alter table child add constraint child_parent foreign key (parent_id) references
      parent (id);`,
    expectations: [expected],
    facts: { sameDefinition: true, other: 'public.event.event_parent' },
  },
  {
    code: 'duplicate-foreign-key',
    title: 'the same on a partition, as it is expected: dropped, it would be missing',
    subject: 'public.event_1.own',
    setup: `${partitionedEvent} alter table event_1 add constraint own foreign key (parent_id) references
      parent (id);`,
    expectations: [{ ...expected, name: 'own', table: 'event_1' }],
    facts: { sameDefinition: true, other: 'public.event.event_parent' },
    curable: false,
  },
  {
    code: 'duplicate-foreign-key',
    title: 'the same twice, of which one has a name that is expected of another table',
    subject: 'public.child.child_twice',
    setup: `${sound} create table cousin (parent_id bigint constraint child_twice references parent (id));
      create index on cousin (parent_id); alter table child add constraint child_twice foreign key (parent_id)
      references parent (id);`,
    expectations: [{ ...expected, name: 'child_twice', table: 'cousin' }],
    facts: { sameDefinition: true, other: 'public.child.child_parent' },
  },
  {
    code: 'cascade-cycle',
    title: 'two tables that take each other along',
    subject: 'public.child.child_parent',
    severity: 'info',
    setup: `${tables} alter table child add constraint child_parent foreign key (parent_id) references parent
      on delete cascade; alter table parent add last bigint constraint parent_last references child on delete
      cascade; create index on parent (last);`,
    curable: false,
  },
  {
    code: 'blocked-cascade',
    title: 'a grandchild that refuses',
    subject: 'public.note.note_child',
    severity: 'warning',
    setup: `${tables} alter table child add constraint child_parent foreign key (parent_id) references parent
      on delete cascade; create table note (child_id bigint constraint note_child references child on delete
      restrict); create index on note (child_id);`,
    curable: false,
  },
  {
    code: 'inherited-parent',
    title: 'a parent with heirs',
    subject: 'public.child.child_parent',
    severity: 'info',
    setup: `${sound} create table heir () inherits (parent);`,
    facts: { heirs: [{ schema: 'public', table: 'heir' }] },
    curable: false,
  },
  {
    code: 'missing-foreign-key',
    title: 'on a foreign table, which has none',
    subject: 'public.far.far_parent_id_fkey',
    setup: `${tables} create foreign data wrapper w; create server s foreign data wrapper w; create foreign
      table far (parent_id bigint) server s;`,
    expectations: [
      { table: 'far', columns: ['parent_id'], references: { table: 'parent', columns: ['id'] } },
    ],
    curable: false,
  },
  {
    code: 'missing-foreign-key',
    title: 'towards columns that are not unique',
    subject: 'public.child.child_parent',
    setup: `${tables} create unique index on parent (tenant) where id > 0;`,
    expectations: [{ ...expected, references: { table: 'parent', columns: ['tenant'] } }],
    curable: false,
  },
  {
    code: 'missing-foreign-key',
    title: 'on a partitioned table',
    subject: 'public.event.event_parent',
    setup: `${tables} create table event (parent_id bigint) partition by range (parent_id); create index on
      event (parent_id); create table event_1 partition of event for values from (0) to (9);`,
    expectations: [{ ...expected, name: 'event_parent', table: 'event' }],
  },
];
