import { describe, expect, it } from 'vitest';
import { shownStatement } from '../../../../src/checks/locks/statement/shown.ts';

describe('a statement of others, as it is shown', () => {
  it.each([
    ["select * from t where mail = 'a@b.c' and n = 3", "select * from t where mail = '…' and n = 3"],
    ["alter role web password 'it''s secret'", "alter role web password '…'"],
    [String.raw`select e'a\'b', 'c'`, "select '…', '…'"],
    ["do $body$ begin perform 'x'; end $body$; select 1", "do '…'; select 1"],
    ['select $$secret', "select '…'"],
    ["select 'cut off in the mid", "select '…'"],
    ['select "it\'s a name" from "t"', 'select "it\'s a name" from "t"'],
    ["select 1 -- it's a comment", "select 1 -- it's a comment"],
    ["select /* /* 'nested' */ ' */ 'x'", "select /* /* 'nested' */ ' */ '…'"],
    ['select 1; \n', 'select 1'],
    ['select\n\t  $1,\n  a', 'select $1, a'],
    ["insert into t values (U&'d\\0061t', B'1', X'ff')", "insert into t values (U&'…', B'…', X'…')"],
  ])('%s', (query, shown) => expect(shownStatement(query)).toBe(shown));

  it('is cut, not in the middle of a sign', () => {
    const shown = shownStatement(`select ${'🙂'.repeat(300)}`);
    expect([...shown]).toHaveLength(200);
    expect(shown.endsWith('🙂…')).toBe(true);
  });
});
