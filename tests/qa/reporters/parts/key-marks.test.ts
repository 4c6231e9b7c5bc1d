import { expect, it } from 'vitest';
import type { Severity } from '../../../../src/checks/finding.ts';
import { foreignKeyColumn } from '../../../../src/qa/reporters/parts/foreign-key-column.ts';
import { foreignKeyGraph } from '../../../../src/qa/reporters/parts/foreign-key-graph.ts';
import { ranksOf, rowOf, sizeOf, worstOf } from '../../../../src/qa/reporters/parts/key-geometry.ts';
import { cut, marksOf, tableBox } from '../../../../src/qa/reporters/parts/key-marks.ts';
import type { Arrow, KeyPicture } from '../../../../src/qa/reporters/parts/key-picture.ts';

const arrow = (child: string, parent: string, severity: Severity | null = null): Arrow => ({
  child,
  parent,
  columns: 'a → b',
  childColumns: ['a'],
  parentColumns: ['b'],
  name: 'k',
  optional: false,
  codes: severity === null ? [] : ['one', 'two'],
  severity,
});
const pictured = (arrows: readonly Arrow[], changes: Partial<KeyPicture> = {}): KeyPicture => ({
  tables: [...new Set(arrows.flatMap(({ child, parent }) => [child, parent]))].sort(),
  arrows,
  expected: [],
  columns: new Map(),
  absent: new Set(),
  omitted: 0,
  ...changes,
});

it.each([
  ['', 0, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['🙂🙂🙂', 3, '🙂🙂🙂'],
  ['🙂🙂🙂', 2, '🙂…'],
  ['abc', 1, '…'],
  ['abc', -5, '…'],
])('%j in %i letters is %j', (text, most, shown) => {
  expect(cut(text, most)).toBe(shown);
});

it('what is drawn later lies above: the worst, and then what is expected', () => {
  const picture = pictured(
    [arrow('e', 'p', 'error'), arrow('s', 'p'), arrow('w', 'p', 'warning'), arrow('i', 'p', 'info')],
    { expected: [arrow('x', 'p')] },
  );
  expect(marksOf(picture).map(({ tone, label, title }) => [tone, label, title])).toEqual([
    ['clear', '', 's (a → b) of p, k'],
    ['info', 'one', 'i (a → b) of p, k; info: one, two'],
    ['warning', 'one', 'w (a → b) of p, k; warning: one, two'],
    ['error', 'one', 'e (a → b) of p, k; error: one, two'],
    ['expected', 'expected', 'x (a → b) of p; expected, and not there'],
  ]);
});

it('a table stands below the deepest of its parents; a cycle is cut', () => {
  const ranks = (...arrows: readonly Arrow[]) => Object.fromEntries(ranksOf(pictured(arrows)));
  expect(ranks(arrow('b', 'a'), arrow('c', 'b'), arrow('c', 'a'), arrow('a', 'a'))).toEqual({
    a: 0,
    b: 1,
    c: 2,
  });
  expect(ranks(arrow('a', 'b'), arrow('b', 'a'))).toEqual({ a: 2, b: 1 });
  expect(
    Object.fromEntries(ranksOf(pictured([], { tables: ['a', 'b'], expected: [arrow('a', 'b')] }))),
  ).toEqual({
    a: 1,
    b: 0,
  });
});

it('a table is as bad as its worst key', () => {
  const arrows = [
    arrow('a', 'b', 'info'),
    arrow('a', 'c', 'error'),
    arrow('d', 'b'),
    arrow('a', 'b', 'warning'),
  ];
  expect(Object.fromEntries(worstOf(pictured(arrows, { expected: [arrow('d', 'e')] })))).toEqual({
    a: 0,
    b: 1,
    c: 0,
    d: 0,
    e: 0,
  });
});

const columns = new Map([['t', ['id', 'name'].map((name) => ({ name, type: 'text' }))]]);
const place = { x: 10, y: 100, width: 200, height: 80 };

it('a box is as wide as its longest line, and as high as its columns', () => {
  const picture = pictured([], { columns });
  expect(sizeOf('t', picture)).toEqual({ width: 93, height: 72 });
  expect(sizeOf('a-long-name', picture)).toEqual({ width: 101, height: 32 });
  expect(rowOf('t', ['id'], place, picture)).toBe(136);
  expect(rowOf('t', ['name'], place, picture)).toBe(156);
  expect(rowOf('t', ['id', 'name', 'gone'], place, picture)).toBe(146);
  expect(rowOf('unknown', ['id'], place, picture)).toBe(136);
});

it('a box holds its names as far as there is room', () => {
  const picture = pictured([], {
    columns: new Map([['table_name', [{ name: 'column_name', type: 'text' }]]]),
  });
  const texts = (width: number): readonly string[] =>
    [...tableBox('table_name', { ...place, width }, picture).matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(
      ([, text = '']) => text,
    );
  expect(texts(200)).toEqual(['table_name', 'column_name', 'text']);
  expect(texts(93)).toEqual(['table_name', 'colu…', 'text']);
  expect(texts(78)).toEqual(['table_…', 'c…', 'text']);
  const absent = pictured([], { absent: new Set(['t']) });
  expect(tableBox('t', place, absent)).toContain('<g class="table absent"><title>t, not there</title>');
  expect(tableBox('u', place, absent)).toContain('<g class="table"><title>u</title>');
});

it.each([
  [12, 12],
  [13, 0],
])('of %i keys that were found %i are labelled beside their lines', (count, labels) => {
  const arrows = Array.from({ length: count }, (_, at) => arrow(`c${at}`, 'p', 'error'));
  expect([...foreignKeyGraph(pictured(arrows)).matchAll(/<text class="label"[^>]*>one</g)]).toHaveLength(
    labels,
  );
});

it('keys whose tables are not drawn are left out', () => {
  const picture = pictured([arrow('a', 'b'), arrow('b', 'a')], { tables: ['a'] });
  for (const draw of [foreignKeyGraph, foreignKeyColumn]) {
    expect(draw(picture)).not.toMatch(/<polygon|NaN|undefined/);
    expect(draw(picture).match(/<rect/g)).toHaveLength(1);
  }
});
