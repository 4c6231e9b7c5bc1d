import type { Expectation } from '../../../src/checks/foreign-keys/expectations/expectation.ts';

/** The key leads to parent.id; expected is parent.code. */
export const wrong = `
  create table parent (id bigint primary key, code bigint not null unique);
  create table child (id bigint generated always as identity primary key, code bigint not null constraint
    child_code_fkey references parent (id));
  create index on child (code);
  insert into parent select n, n from generate_series(1, 100) as n;
  insert into child (code) select n from generate_series(1, 100) as n;`;
export const expected: Expectation = {
  name: 'child_code_fkey',
  table: 'child',
  columns: ['code'],
  references: { table: 'parent', columns: ['code'] },
};
/** Every key but those that partitions inherit. */
export const constraints =
  'select conname, pg_get_constraintdef(oid) as is, convalidated from pg_constraint where contype ' +
  "= 'f' and conparentid = 0 order by conname";
export const right = [
  { conname: 'child_code_fkey', is: 'FOREIGN KEY (code) REFERENCES parent(code)', convalidated: true },
];
