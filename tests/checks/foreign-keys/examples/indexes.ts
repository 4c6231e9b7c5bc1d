import { sound, tables, type Scenario } from './scenario.ts';

/** What stands in the place of an index that serves, and looks as if it did. */
export const indexScenarios: readonly Scenario[] = [
  {
    code: 'unindexed-foreign-key',
    title: 'second in the primary key of a join table',
    subject: 'public.member.member_team',
    setup: `create table person (id int primary key); create table team (id int primary key);
      create table member (person int constraint member_person references person, team int constraint
        member_team references team, primary key (person, team));`,
    facts: { looksLike: 'member_pkey' },
  },
  {
    code: 'unindexed-foreign-key',
    title: 'a partial index',
    subject: 'public.child.child_parent',
    setup: `${sound} drop index child_parent_id_idx, child_tenant_parent_id_idx; create index living on child
      (parent_id) where id > 0;`,
    facts: { looksLike: 'living' },
  },
  {
    code: 'unindexed-foreign-key',
    title: 'an index of another collation',
    subject: 'public.child.child_code',
    setup: `${tables} alter table child add code text collate "C" constraint child_code references parent
      (code); alter table parent alter code type text collate "C"; create index other on child (code collate
      "POSIX");`,
    facts: { looksLike: 'other' },
  },
  {
    code: 'unindexed-foreign-key',
    title: 'a brin index',
    subject: 'public.child.child_parent',
    setup: `${sound} drop index child_parent_id_idx, child_tenant_parent_id_idx; create index pages on child
      using brin (parent_id);`,
    facts: { looksLike: 'pages' },
  },
  {
    code: 'unindexed-foreign-key',
    title: 'an invalid one, which is built anew once for both findings',
    subject: 'public.child.child_parent',
    setup: `${sound} drop index child_tenant_parent_id_idx; update pg_index set indisvalid = false where
      indexrelid = 'child_parent_id_idx'::regclass;`,
    facts: { looksLike: 'child_parent_id_idx' },
    beside: ['invalid-index'],
  },
  {
    code: 'unindexed-foreign-key',
    title: 'two keys on one column, one index',
    subject: 'public.child.child_one',
    setup: `${tables} drop index child_parent_id_idx, child_tenant_parent_id_idx; create table other (id
      bigint primary key); alter table child add constraint child_one foreign key (parent_id) references
      parent, add constraint child_two foreign key (parent_id) references other;`,
    beside: ['conflicting-targets', 'unindexed-foreign-key'],
  },
  {
    code: 'unindexed-foreign-key',
    title: 'a key within another, one index for both',
    subject: 'public.child.child_wide',
    setup: `${tables} drop index child_parent_id_idx, child_tenant_parent_id_idx; create table other (id
      bigint primary key); alter table child add constraint child_wide foreign key (tenant, parent_id)
      references parent (tenant, id), add constraint child_two foreign key (parent_id) references other;`,
    beside: ['unindexed-foreign-key'],
  },
  {
    code: 'unindexed-foreign-key',
    title: 'a key over a PERIOD, which a gist index serves',
    subject: 'public.stay.stay_room',
    since18: true,
    setup: `create extension btree_gist; create table room (id int, free daterange, primary key (id, free
      without overlaps)); create table stay (room int not null, during daterange not null, constraint
      stay_room foreign key (room, period during) references room (id, period free));`,
  },
  {
    code: 'invalid-index',
    title: 'a unique one, which REINDEX does not cure',
    subject: 'public.once',
    setup: `${sound} create unique index once on child (tenant, id) where id > 0; update pg_index set
      indisvalid = false where indexrelid = 'once'::regclass;`,
  },
  ...["id::text <> '$do$'", "id::text <> '$do$ $do2$'"].map((predicate): Scenario => ({
    code: 'invalid-index',
    title: `a unique one whose predicate or table says what quotes a body: ${predicate}`,
    subject: 'public.once',
    setup: `${sound} alter table child rename tenant to "$do$"; create unique index once on child ("$do$",
        id) where ${predicate}; update pg_index set indisvalid = false where indexrelid = 'once'::regclass;`,
  })),
  {
    code: 'invalid-index',
    title: 'a unique one over an expression, which is a decision',
    subject: 'public.once',
    setup: `${sound} create unique index once on child ((id + 1)); update pg_index set indisvalid = false
      where indexrelid = 'once'::regclass;`,
    curable: false,
  },
  {
    code: 'invalid-index',
    title: 'what a failed REINDEX CONCURRENTLY left beside a sound one',
    subject: 'public.child_parent_id_idx_ccnew',
    setup: `${sound} create index child_parent_id_idx_ccnew on child (parent_id); update pg_index set
      indisvalid = false where indexrelid = 'child_parent_id_idx_ccnew'::regclass;`,
  },
];
