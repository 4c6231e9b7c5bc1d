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
  create table owned (id serial primary key, v int); create index owned_v on owned (v);
  create table leaning (id int references owned); create view showing as select * from owned;
  alter table owned owner to the_heir; grant select on child to the_heir;
  create type shape as (a int, b text); create table shaped of shape; create table shaped_too of shape;
  create table writer (id int primary key, code int unique); create table shelf (id int primary key, room int);
  create table book (id serial primary key, writer_id int references writer, title text,
    shelf_id int references shelf on delete cascade on update set null);
  create table page (id int generated always as identity, book_id int references book on delete set null);
  create table loan (book_id int references book); create view books as select * from book where id > 0;
  create table stock (id int primary key, writer_id int references writer) partition by range (id);
  create table stock_1 partition of stock for values from (0) to (10);
  create table stock_2 partition of stock for values from (10) to (20);
  insert into writer values (1, 1), (2, 2), (3, 3); insert into shelf values (1); insert into stock values (1), (11);
  insert into book (writer_id, shelf_id) values (1, 1), (2, null); insert into page (book_id) values (1);
  create function written() returns bigint language sql as 'select count(*) from book';
  create table using_shape (s shape); create publication told for table only loose, base;
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
  'reassign owned by the_heir to current_user',
  'drop owned by the_heir cascade',
  'alter type pair add attribute c int',
  'alter type pair drop attribute if exists b, add attribute c text',
  'alter type pair rename attribute a to z',
  'alter type pair owner to the_heir',
  'alter type shape add attribute c int cascade',
  'alter type shape drop attribute b cascade',
  'alter type shape rename attribute a to z cascade',
  "alter type mood add value if not exists 'better' before 'good'",
  "alter type mood rename value 'good' to 'fine'",
  'create table of_shape of shape (a with options not null references parent)',
  'create publication p for table child, only base (a), parted',
  'create publication p for table child where (code > 3), tables in schema other',
  'create publication p for table base, only derived',
  'create publication p for tables in schema other',
  'create publication p for all tables',
  'create publication p',
  'alter publication told add table child',
  'alter publication told drop table only base',
  'alter publication told set table child',
  "alter publication told set (publish = 'insert')",
  'alter publication told rename to said',
  'drop publication told',
  'comment on publication told is $$x$$',
  'create schema further create table a (id int references parent) create index on a (id)',
  'create schema further authorization the_heir create view b as select * from public.longer',
  'create schema authorization the_heir',
  'alter schema other rename to another',
  'alter schema other owner to the_heir',
  'alter statistics together set statistics 5',
  'alter statistics together rename to apart',
  'comment on statistics together is $$x$$',
  'alter function twice(int) stable',
  'alter function twice(int) rename to double',
  'alter database postgres connection limit 50',
  'alter role the_heir nologin',
  'alter default privileges in schema other grant select on tables to the_heir',
  'create temporary view further as select * from longer',
  'create temporary sequence further',
  'create collation further from "C"',
  'create operator === (leftarg = int, rightarg = int, function = int4eq)',
  'create cast (mood as int) with inout',
  'drop role if exists nobody_at_all',
  'grant the_heir to current_user',
  'set constraints all immediate',
  'savepoint a; alter table loose add column y int; release savepoint a',
  'begin; set local lock_timeout = $$2s$$; create index on child (code); commit',
  'create rule r as on update to loose do also (delete from free; insert into child (id) values (5))',
  'select * from writer as w join book on book.writer_id = w.id where title is null',
  'select count(*) from books, longer',
  'select (select max(id) from shelf), array[1, 2], b.* from book b order by 1 limit 3',
  'with a as (select * from book), b as (delete from loan returning *) select * from a, b',
  'table parted',
  '(select id from book) union all (select id from page)',
  'values (1, 2), (3, (select max(id) from shelf))',
  'select * from book for update',
  'select * from book where id = 1 for no key update skip locked',
  'select * from writer w join book b on b.writer_id = w.id for key share of b nowait',
  'select * from writer join book as b on b.writer_id = writer.id for share of writer for update of b',
  'select * from books for update skip locked',
  'select * from stock for share',
  "select nextval('numbers'), setval('public.book_id_seq', 50)",
  'insert into writer values (5, 6)',
  'insert into book (id, writer_id, shelf_id) values (8, 1, 1)',
  'insert into book (writer_id, shelf_id) select 1, id from shelf',
  'insert into page (book_id) values (2), (1)',
  'insert into stock values (2, 1), (12, 2)',
  'insert into writer values (1, 9) on conflict (id) do update set code = excluded.code',
  'insert into writer values (1, 9) on conflict do nothing',
  'insert into books (id, writer_id, shelf_id) values (8, 1, 1)',
  'update book set title = $$x$$ where id in (select book_id from page)',
  'update only book set (writer_id, shelf_id) = (select 2, 1), title = $$y$$',
  'update book as b set writer_id = w.id from writer as w where w.id <> b.writer_id',
  'update shelf set id = id + 1, room = 4',
  'update writer set code = code + 10',
  'update writer set id = id + 10 where id = 3',
  'update stock set writer_id = 1',
  'update books set title = $$x$$',
  'delete from shelf',
  'delete from page using book where book.id = page.book_id',
  'delete from writer where id not in (select writer_id from book)',
  'delete from books where id = 1 returning title',
  'merge into writer as w using shelf as s on w.id = s.id when matched then update set code = 7 ' +
    'when not matched then insert values (s.id, 4)',
  'merge into page using book on book.id = page.book_id when matched then delete',
  "copy book (writer_id, shelf_id) from program 'echo 1,1' (format csv)",
  "copy (select * from books) to '/dev/null'",
  "copy public.book (id) to '/dev/null' (format csv)",
  'explain select * from books',
  'explain (costs off) update shelf set id = 4',
  'explain (analyze, costs off) delete from shelf',
  'explain analyze verbose insert into writer values (7, 7)',
  'explain (analyze false) insert into book (writer_id) values (1)',
  'explain create table further as select * from books',
  'prepare p (int) as update book set title = $$x$$ where id = $1',
  'declare c cursor for select * from books for update',
  'create table further as with a as (select * from books) select * from a',
  'select * into further from writer',
  "create function f() returns bigint language sql as 'select count(*) from books'",
  'create or replace function written() returns bigint stable as $f$ insert into writer values (7, 8); ' +
    'delete from shelf; select id from page for update $f$ language sql',
  'create or replace function written() returns bigint language sql return (select max(id) from books)',
  'create procedure p(int) begin atomic insert into writer values ($1, case when $1 > 2 then 5 else 6 end); ' +
    'update book set title = $$x$$; end; create table further (id int references shelf)',
  'create function f(int, b text = $$a$$) returns setof writer language plpgsql as ' +
    "'begin delete from book; return query select * from writer; end'",
  'create or replace function nothing() returns trigger language plpgsql as $$ begin return old; end $$',
  'create function f() returns trigger language plpgsql as $$ begin return old; end $$; ' +
    'create trigger t before insert on child for each row execute function f()',
  'create aggregate a (int) (sfunc = int4pl, stype = int)',
  'alter function written() owner to the_heir',
  'create policy p on shelf using (exists (select from books where shelf_id = shelf.id))',
  'create rule r as on delete to loan do instead update book set title = $$x$$ where id = old.book_id',
  'create trigger t instead of insert on books for each row execute function nothing()',
  'create materialized view further as select * from books with no data',
  'alter table book disable trigger all',
  'notify somebody; listen somebody; unlisten *; discard plans; reset lock_timeout; show lock_timeout',
];

/**
 * What is said to be locked, though these rows lead to no look at it: a view's columns may have other names.
 */
export const beyondHeld: Readonly<Record<string, Readonly<Record<string, LockMode>>>> = {
  'update books set title = $$x$$': {
    writer: 'RowShareLock',
    shelf: 'RowShareLock',
    loan: 'RowShareLock',
    page: 'RowShareLock',
  },
};

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
