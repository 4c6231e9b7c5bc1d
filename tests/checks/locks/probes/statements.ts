import type { LockMode } from '../../../../src/checks/locks/modes/modes.ts';

/** A little of everything that statements lock together. */
export const schema = `
  create table parent (id int primary key, code int not null constraint parent_code unique, note text);
  create table child (id int primary key, parent_id int constraint child_parent references parent, code int);
  alter table child add constraint child_code foreign key (code) references parent (code) not valid;
  create table grandchild (child_id int references child, x int);
  create table "Odd Name" (id int primary key);
  create table parted (id int primary key, v int, parent_id int references parent) partition by range (id);
  create table parted_1 partition of parted for values from (0) to (10);
  create table parted_2 partition of parted for values from (10) to (20) partition by range (id);
  create table parted_21 partition of parted_2 for values from (10) to (15);
  create table parted_rest partition of parted default;
  create table pointing (id int primary key, parted_id int constraint pointing_parted references parted);
  create table bare (id int not null, v int, parent_id int) partition by range (id);
  create table bare_1 partition of bare for values from (5) to (9);
  create table bare_rest partition of bare default;
  create table free (id int not null, v int, parent_id int);
  create index child_idx on child (parent_id); create index parted_v on parted (v);
  create table base (a int, b text); create table derived (c int) inherits (base);
  create table rooted (a int, b text);
  create materialized view totals as select count(*) from parent; create unique index on totals (count);
  create view notes as select id, note from parent; create view longer as select * from notes where id > 1;
  create materialized view kept as select * from longer; create unique index on kept (id);
  create sequence numbers; create table numbered (id serial, other int default nextval('numbers'));
  create table counted (id int generated always as identity, big text);
  create type mood as enum ('good'); create domain short as text; create type pair as (a int, b int);
  create table feeling (id int, now mood default 'good', name short);
  create function nothing() returns trigger language plpgsql as 'begin return new; end';
  create function twice(x int) returns int immutable language sql as 'select x * 2';
  create table doubled (x int, y int generated always as (twice(x)) stored check (twice(y) > 0));
  create index doubled_twice on doubled (twice(x));
  create trigger existing before insert on child for each row execute function nothing();
  create rule quiet as on delete to "Odd Name" do instead nothing;
  create policy older on child using (true); create policy telling on grandchild using
    (x in (select code from child));
  create statistics together on id, code from parent;
  create schema other; create table other.inside (id int primary key, parent_id int references parent);
  create view other.seen as select * from child; create view inside_seen as select * from other.inside;
  create index parted_parent on only parted (parent_id); create index p1_parent on parted_1 (parent_id);
  create trigger across after insert on parted for each row execute function nothing();
  create table holder (id int, two pair); alter table base add constraint odd check (a <> 3) not valid;
  create table loose (id int); create unique index loose_id on loose (id);
  alter table rooted add constraint odd check (a <> 3) not valid;
  cluster child using child_pkey`;

/** Each is run on a real server, and what it then holds is what its text was said to lock. */
export const statements: readonly string[] = [
  'alter table child drop constraint child_parent',
  'ALTER TABLE ONLY public.child DROP CONSTRAINT IF EXISTS child_code CASCADE',
  'alter table child add constraint again foreign key (parent_id) references parent (id) not valid',
  'alter table child add foreign key (parent_id) references public.parent on delete cascade',
  'alter table free add foreign key (id) references parted',
  'alter table parted add foreign key (v) references child',
  'alter table child validate constraint child_code',
  'alter table child rename constraint child_code to code_of_child',
  'alter table child alter constraint child_parent deferrable initially deferred',
  'alter table parent drop constraint parent_code cascade',
  'alter table pointing drop constraint pointing_parted',
  'alter table parted drop constraint parted_pkey cascade',
  'alter table parted drop constraint parted_parent_id_fkey',
  'alter table child add column more int references parent, add column less text default $$a, b (c$$',
  'alter table child drop column parent_id cascade',
  'alter table parent drop column id cascade',
  'alter table parent drop column note cascade',
  'alter table parted drop column v',
  'alter table parted drop column parent_id',
  'alter table base drop column b',
  'alter table base add column d int',
  'alter table only base alter column a set default 4',
  'alter table numbered drop column id',
  'alter table parent alter column code type bigint',
  'alter table parted alter column v type bigint',
  'alter table child alter parent_id set not null',
  'alter table child alter column parent_id set statistics 100',
  'alter table child alter parent_id set (n_distinct = 5)',
  'alter table child alter code set default 5, alter code set storage plain',
  'alter table counted alter id restart with 5',
  'alter table counted alter column id set generated by default',
  'alter table counted alter id drop identity',
  'alter table free alter id add generated always as identity',
  'alter table doubled alter y drop expression',
  'alter table child set (fillfactor = 70, autovacuum_enabled = false)',
  'alter table child add check (code > 0) not valid',
  'alter table free add primary key (id)',
  'alter table child disable trigger existing',
  'alter table child enable row level security, force row level security',
  'alter table child no force row level security',
  'alter table "Odd Name" disable rule quiet',
  'alter table child rename to kid',
  'alter table child rename column code to kode',
  'alter table parted add column w int',
  'alter table parted rename to divided',
  'alter table numbered owner to pg_database_owner',
  'alter table counted set schema other',
  'alter table counted set unlogged',
  'alter table child cluster on child_pkey',
  'alter table child set without cluster',
  'alter table child replica identity using index child_pkey',
  'alter table rooted inherit base',
  'alter table derived no inherit base',
  'alter table parted attach partition free for values from (30) to (40)',
  'alter table parted_2 attach partition free for values from (16) to (18)',
  'alter table parted detach partition parted_1',
  'alter table parted_2 detach partition parted_21',
  'alter table parted detach partition parted_2',
  'alter index child_idx rename to other_idx',
  'alter index child_idx set (fillfactor = 80)',
  'alter index doubled_twice alter column 1 set statistics 50',
  'alter index child_idx set tablespace pg_default',
  'alter sequence numbers increment by 2',
  'alter sequence numbers owned by free.id',
  'alter sequence numbers owned by none',
  'alter sequence numbers rename to numerals',
  'alter sequence numbers owner to pg_database_owner',
  'alter sequence numbers set schema other',
  'alter view notes rename to remarks',
  'alter view notes alter column note set default $$x$$',
  'alter view if exists notes set (security_barrier = true)',
  'alter view longer owner to pg_database_owner',
  'alter materialized view totals rename to sums',
  'alter materialized view totals set (fillfactor = 80)',
  'alter type mood rename to temper',
  "alter type mood add value 'bad'",
  'alter domain short add check (value <> $$x$$)',
  'alter domain short set not null',
  'alter domain short rename to brief',
  'alter trigger existing on child rename to present',
  'alter rule quiet on "Odd Name" rename to silent',
  'alter policy older on child to public',
  'drop table grandchild',
  'drop table if exists nobody, grandchild',
  'drop table child cascade',
  'drop table parent cascade',
  'drop table parted_1 cascade',
  'drop table parted_21 cascade',
  'drop table parted_2 cascade',
  'drop table parted_rest cascade',
  'drop table parted cascade',
  'drop table bare_1',
  'drop table bare_rest',
  'drop table bare',
  'alter table bare detach partition bare_rest',
  'alter table bare attach partition free for values from (1) to (2)',
  'drop table derived',
  'drop table base cascade',
  'drop table numbered, counted',
  'drop view notes cascade',
  'drop view if exists nobody, longer cascade',
  'drop materialized view totals',
  'drop index child_idx',
  'drop index parted_v',
  'drop sequence numbers cascade',
  'drop type mood cascade',
  'drop type if exists mood, pair cascade',
  'drop domain short cascade',
  'drop function twice(int) cascade',
  'drop function nothing cascade',
  'drop schema other cascade',
  'drop trigger existing on child',
  'drop policy older on child',
  'drop policy telling on grandchild',
  'drop rule quiet on "Odd Name"',
  'drop statistics together',
  'truncate parent, child, grandchild, parted, other.inside, pointing',
  'truncate parent cascade',
  'truncate only base',
  'truncate table numbered restart identity',
  'create index on child (code)',
  'create unique index if not exists c_u on only child using btree (id) where code is not null',
  'create index on parted (v)',
  'create index on only parted (v, id)',
  'create table further (id int, parent_id int references parent, child int references child (id))',
  'create table further (id int generated always as identity, like base, x int) with (fillfactor = 50)',
  'create table further (x int) inherits (base)',
  'create table further partition of parted for values from (20) to (30)',
  'create table further partition of parted_2 default',
  'create table further as select p.* from parent as p join other.inside as i on i.id = p.id',
  'create table further (id int) partition by range (id)',
  'create view further as select * from longer where id > (select min(id) from child)',
  'create or replace view notes as select id, note from parent where id > 0',
  'create materialized view further as select id from parent',
  'create sequence more',
  'create sequence more owned by free.id',
  'create statistics s on parent_id, code from child',
  'create type size as enum ($$s$$)',
  'create schema further',
  'create trigger t after update of code on child for each row execute function nothing()',
  'create trigger t after update on parted for each row execute function nothing()',
  'create constraint trigger t after update on child from parent for each row execute function nothing()',
  'create policy mine on child for select using (true)',
  'create policy mine on child using (id in (select id from parent))',
  'create rule r as on delete to child do instead nothing',
  'create rule r as on insert to child do also insert into free (id) values (new.id)',
  'refresh materialized view totals',
  'refresh materialized view concurrently kept with data',
  'lock table child, parent in share row exclusive mode',
  'lock parted',
  'lock longer in share mode',
  'lock table "Odd Name" in access share mode nowait',
  'begin; alter table child add column z int; create index on parent (note); commit',
  'analyze child',
  'analyze (verbose) parent, child (code)',
  'analyze verbose totals',
  'reindex table child',
  'reindex (verbose) index child_idx',
  'cluster verbose child',
  'cluster child using child_pkey',
  'cluster child_pkey on child',
  'comment on table child is $$x$$',
  'comment on column parent.note is $$x$$',
  'comment on column public.parent.note is null',
  'comment on constraint child_parent on child is $$x$$',
  'comment on trigger existing on child is $$x$$',
  'comment on policy older on child is $$x$$',
  'comment on rule quiet on "Odd Name" is $$x$$',
  'comment on view notes is $$x$$',
  'comment on materialized view totals is $$x$$',
  'comment on index child_idx is $$x$$',
  'comment on sequence numbers is $$x$$',
  'comment on type mood is $$x$$',
  'comment on function twice(int) is $$x$$',
  'comment on schema other is $$x$$',
  'drop extension plpgsql cascade',
  'drop type pair cascade',
  'alter index parted_parent attach partition p1_parent',
  'drop trigger across on parted',
  'alter trigger across on parted rename to through',
  'alter table parted disable trigger across',
  'alter table only parted enable always trigger across',
  'alter table parted alter column v set default 5',
  'alter table parted add constraint more check (v > 0)',
  'alter table parted add unique (id, v)',
  'alter table loose add primary key using index loose_id',
  'alter table loose add constraint u unique (id), add column x int default 4, drop column if exists y',
  'alter table loose alter id type text using id::text, alter id set not null',
  'alter table base drop constraint odd',
  'alter table base add constraint positive check (a > 0) no inherit',
  'alter table base validate constraint odd',
  'alter table rooted validate constraint odd',
  'alter table notes owner to pg_database_owner',
  'alter view notes rename column note to remark',
  'truncate base',
  'lock table only base in exclusive mode',
  'create table further (like parent including all)',
  'create table further as table child',
  'create unlogged table further (id int references parted)',
  'create temporary table further (id int)',
  'create view further (one, two) with (security_barrier) as select n.id, n.* from notes as n',
  'create or replace rule quiet as on delete to "Odd Name" do instead nothing',
  'create materialized view further as select * from longer with no data',
  'drop policy if exists older on child; drop trigger if exists existing on child',
  'alter table if exists child add column if not exists code int',
  'alter table child add column maker int generated always as identity, add unique (code)',
  'create unique index concurrent on child (code) include (id) with (fillfactor = 50)',
  'create index concurrents on parent (code)',
  'alter table child drop constraint child_pkey cascade',
  'drop index parted_parent, child_idx',
  'drop table if exists child, grandchild cascade',
  'drop materialized view kept, totals',
  'comment on extension plpgsql is $$x$$',
  'comment on constraint parted_pkey on parted is null',
  'grant select on child, parent to pg_database_owner',
  'grant usage on sequence numbers to pg_database_owner with grant option',
  'revoke all on child from public',
  'grant select on all tables in schema other to public',
];

/** What older servers do not know. */
export const since18: typeof statements = [
  'alter table child add foreign key (id) references parent not enforced',
  'alter table child add constraint positive check (code > 0) not enforced',
  'alter table child alter constraint child_parent not enforced',
  'alter table child add constraint there not null code not valid',
  'alter table child add constraint there not null parent_id',
  'alter table doubled alter y set expression as (twice(x) + 1)',
  'alter table parted add foreign key (v) references child not valid',
  'analyze only parted',
];

/**
 * What is said to be locked in every release, though older ones do without: to read a table is in nobody's
 * way but of ACCESS EXCLUSIVE, so it is not worth a knowledge of releases.
 */
export const beyond15: Readonly<Record<string, Readonly<Record<string, LockMode>>>> = {
  'grant select on child, parent to pg_database_owner': {
    child: 'AccessShareLock',
    parent: 'AccessShareLock',
  },
  'grant usage on sequence numbers to pg_database_owner with grant option': { numbers: 'AccessShareLock' },
  'revoke all on child from public': { child: 'AccessShareLock' },
  'alter table parted add unique (id, v)': {
    parted_1: 'AccessExclusiveLock',
    parted_2: 'AccessExclusiveLock',
    parted_21: 'AccessExclusiveLock',
    parted_rest: 'AccessExclusiveLock',
  },
  'alter table base add constraint positive check (a > 0) no inherit': { derived: 'AccessExclusiveLock' },
};
