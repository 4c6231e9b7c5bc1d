import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NotUnderstood } from '../../../../src/checks/locks/statement/cursor.ts';
import { readDdl } from '../../../../src/checks/locks/statement/ddl.ts';

/** What is not understood is said to be so, at its place, and never taken for harmless. */
it.each([
  [' ; -- nothing', 'its end'],
  ['select 1', 'select 1'],
  ['update t set x = 1', 'update t set x'],
  ['alter table t', 'its end'],
  ['alter table t set (user_catalog_table = true)', '= true )'],
  ['alter table all in tablespace a set tablespace b', 'in tablespace a set'],
  ['alter table a.b.c drop column x', 'drop column x'],
  ['alter table t drop column x cascade please', 'please'],
  ['alter table t validate constraint c now', 'now'],
  ['alter table t detach partition p later', 'later'],
  ['alter type pair add attribute c int', 'add attribute c int'],
  ['alter index i attach partition j k', 'k'],
  ['alter extension postgis update', 'extension postgis update'],
  ['drop index concurrently i j', 'j'],
  ['drop table a b', 'b'],
  ['drop owned by somebody', 'owned by somebody'],
  ['truncate t quickly', 'quickly'],
  ['create table t of pair', 'pair'],
  ['create function f() returns int language sql as $$select 1$$', 'function f ( )'],
  ['comment on cast (text as int) is $$x$$', 'cast ( text as'],
  ['vacuum', 'its end'],
  ['vacuum (skip_locked) t', 'its end'],
  ['analyze (skip_locked) t', 't'],
  ['cluster', 'its end'],
  ['reindex database d', 'database d'],
  ['reindex table t u', 'u'],
  ['lock t in some mode', 'some mode'],
  ['alter table t add column x int; do $$ begin end $$', 'do $$ begin end $$'],
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
    expect(readDdl(statement)).toEqual([]);
  },
);

it.each([
  ['create table t (id int); create index i on t (id); drop index i; drop table t', 't t i i t'],
  ['create table s.t (id int); alter table t add foreign key (id) references old', 't t'],
  ['create view v as select 1; comment on view v is $$x$$', 'v select v'],
  ['create sequence n; alter sequence n increment 2; create type m as enum (); drop type m', 'n n m m'],
  ['alter table old rename to t; create index on t (id)', 't t'],
  ['create table t (id int); create index on other.u (id)', 't'],
])('%s: what it makes itself need not be there', (text, names) => {
  const optional = readDdl(text).filter((wanted) => wanted.optional === true);
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
        expect(readDdl(chosen.join(' '))).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(NotUnderstood);
      }
    }),
    { numRuns: 3_000 },
  );
});
