import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NotUnderstood } from '../../../../src/checks/locks/statement/cursor.ts';
import { readDdl } from '../../../../src/checks/locks/statement/ddl.ts';

/** What is not understood is said to be so, at its place, and never taken for harmless. */
it.each([
  [' ; -- nothing', 'its end'],
  ['alter table t', 'its end'],
  ['alter table t set (user_catalog_table = true)', '= true )'],
  ['alter table all in tablespace a set tablespace b', 'in tablespace a set'],
  ['alter table a.b.c drop column x', 'drop column x'],
  ['alter table t drop column x cascade please', 'please'],
  ['alter table t validate constraint c now', 'now'],
  ['alter table t detach partition p later', 'later'],
  ['alter type pair grow attribute c int', 'grow attribute c int'],
  ['alter index i attach partition j k', 'k'],
  ['drop index concurrently i j', 'j'],
  ['drop table a b', 'b'],
  ['drop owned by somebody and me', 'and me'],
  ['reassign owned somebody to me', 'somebody to me'],
  ['\\nothing', '\\nothing'],
  ['truncate t quickly', 'quickly'],
  ['create function f() returns int language sql as $$select 1; \\nothing$$', '\\nothing'],
  ['comment on something x is $$x$$', 'something x is $$x$$'],
  ['reindex tablespace d', 'tablespace d'],
  ['reindex table t u', 'u'],
  ['lock t in some mode', 'some mode'],
  ['alter table "t drop column x', 'its end'],
])('%s', (statement, at) => {
  let thrown: unknown;
  try {
    readDdl(statement);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(NotUnderstood);
  expect(String((thrown as NotUnderstood).message)).toBe(at);
});

it.each(['begin', 'set lock_timeout = $$1s$$', 'alter type mood add value $$x$$', 'grant x to y', 'commit'])(
  '%s locks no table',
  (statement) => {
    expect(readDdl(statement)).toEqual({ wanted: [], untold: [] });
  },
);

/** What only running a statement would tell is said, and is no lock less. */
it.each([
  ['do $$ begin execute $x$drop table t$x$; end $$', ['DO runs']],
  ['call clean_up(5)', ['CALL runs']],
  ['execute prepared(1)', ['EXECUTE runs']],
  ['alter extension postgis update', ['ALTER EXTENSION runs']],
  ['create subscription s connection $$host=a$$ publication p', ['CREATE SUBSCRIPTION asks']],
  ['alter subscription s refresh publication', ['ALTER SUBSCRIPTION may']],
  ['vacuum (skip_locked) t', ['VACUUM with SKIP_LOCKED passes over']],
  ['analyze (verbose, skip_locked true) t', ['ANALYZE with SKIP_LOCKED passes over']],
  ['vacuum (skip_locked off, full off) t', [], 't'],
  ['analyze (skip_locked 0) t', [], 't'],
  ['drop cast (int as text) cascade', ['DROP CAST with CASCADE takes along']],
  ['drop procedural language l cascade', ['DROP PROCEDURAL LANGUAGE with CASCADE takes along']],
  ['drop server if exists s cascade', ['DROP SERVER with CASCADE takes along']],
  ['drop operator class c using btree cascade', ['DROP OPERATOR with CASCADE takes along']],
  ['drop cast (int as text) restrict', []],
  ['\\i other.sql\nalter table t add column x int', ['psql reads another file'], 't'],
  ['\\c other\ncomment on table t is null', ['psql connects to another'], 't'],
  [
    'begin; do $$ $$; call p(); do $$ $$; alter table t add column x int; commit',
    ['DO runs', 'CALL runs'],
    't',
  ],
  ['select 1 \\gexec', ['psql runs what a query answers']],
])('%s: says why its locks are not all known', (text, reasons, names = '') => {
  const { wanted, untold } = readDdl(text);
  expect(untold).toEqual(reasons.map((reason) => expect.stringMatching(`^${reason}`)));
  const found = wanted.map(({ table }) => table.name.name).filter((name) => name.length === 1);
  expect(found.join(' ')).toBe(names);
});

it.each([
  ['\\set ON_ERROR_STOP on\n\\timing\n\\echo it\'s "on\nalter table t add column x int;\n\\d+ t\n\\q', 't'],
  ['alter table t add column x int \\g\nalter table u add column x int', 't u'],
  ["\\copy t from 'rows.csv' csv\nalter table u add column x int", 't u'],
  ["copy t (a) from stdin;\n1\t;drop table x;\n\\N\tit's\n\\.\nalter table u add column x int;", 't u'],
  ['create rule r as on update to t do also (delete from u; update v set z = 1); drop table w', 't u w'],
  ["comment on table t is $$;\\i x$$; comment on table u is 'a;b'", 't u'],
])('%s: read as psql does', (text, names) => {
  const { wanted, untold } = readDdl(text);
  const found = wanted.map(({ table }) => table.name.name);
  expect({
    names: names
      .split(' ')
      .filter((name) => found.includes(name))
      .join(' '),
    untold,
  }).toEqual({ names, untold: [] });
  expect(found).not.toContain('x');
});

it.each([
  ['create table t (id int); create index i on t (id); drop index i; drop table t', 't t i i t'],
  ['create table s.t (id int); alter table t add foreign key (id) references old', 't t'],
  ['create view v as select 1; comment on view v is $$x$$', 'v select v'],
  ['create sequence n; alter sequence n increment 2; create type m as enum (); drop type m', 'n n m m'],
  ['alter table old rename to t; create index on t (id)', 't t'],
  ['create table t (id int); create index on other.u (id)', 't'],
])('%s: what it makes itself need not be there', (text, names) => {
  const optional = readDdl(text).wanted.filter((wanted) => wanted.optional === true);
  expect(optional.map(({ table }) => table.name.name).join(' ')).toBe(names);
});

it('whatever is asked, it is read, or said not to be understood', () => {
  const words = (
    'alter create drop table index view materialized sequence type schema partition of on only if exists ' +
    'not concurrently attach detach add constraint foreign key references column cascade to set ( ) , . * ; ' +
    '"Odd" a b.c $$x$$ \'y\' as select from like inherits comment is reindex vacuum full analyze cluster using ' +
    'lock in mode grant owned by rename trigger rule policy function domain refresh truncate with statistics'
  ).split(' ');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 14 }), (chosen) => {
      try {
        expect(readDdl(chosen.join(' ')).wanted).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(NotUnderstood);
      }
    }),
    { numRuns: 3_000 },
  );
});
