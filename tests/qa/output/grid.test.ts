import { expect, it } from 'vitest';
import { grid } from '../../../src/qa/output/grid.ts';

it('rows stand side by side, a long value cut, spaces of any kind as one', () => {
  expect(
    grid(
      ['id', 'name'],
      [
        ['1', 'a\n  b'],
        ['22', 'x'.repeat(41)],
      ],
      60,
    ),
  ).toEqual([
    '┌────┬──────────────────────────────────────────┐',
    '│ id │ name                                     │',
    '├────┼──────────────────────────────────────────┤',
    '│ 1  │ a b                                      │',
    `│ 22 │ ${'x'.repeat(39)}… │`,
    '└────┴──────────────────────────────────────────┘',
  ]);
  expect(grid(['name'], [['x'.repeat(40)]], 44)?.at(3)).toBe(`│ ${'x'.repeat(40)} │`);
});

it('where they are wider than their place, they are no grid', () => {
  expect(grid(['a'], [['b']], 5)).toHaveLength(5);
  expect(grid(['a'], [['b']], 4)).toBeNull();
});
