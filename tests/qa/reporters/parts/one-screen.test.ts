import { expect, it } from 'vitest';
import { oneScreen } from '../../../../src/qa/reporters/parts/one-screen.ts';

const section = (title: string, lines: number): string[] => [
  `${title}  1`,
  ...Array.from({ length: lines - 1 }, (_, at) => `  ${title} ${at + 2}`),
];
const lengths = (lines: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  let title = '';
  for (const line of lines) {
    if (/^\S/.test(line)) title = line.split('  ')[0] ?? '';
    counts[title] = (counts[title] ?? 0) + 1;
  }
  return counts;
};

it('what fits on a screen stays as it is', () => {
  const lines = [...section('why', 12), ...section('excluded', 12)];
  expect(oneScreen(lines)).toEqual(lines);
});

it('no more gives way than does not fit', () => {
  const lines = [...section('why', 12), ...section('excluded', 14)];
  const shown = oneScreen(lines);
  expect(lengths(shown)).toEqual({ why: 12, excluded: 12 });
  expect(shown.at(-1)).toBe('  excluded 12 …');
});

it.each<[string, Record<string, number>, Record<string, number>]>([
  ['what is excluded first', { why: 20, excluded: 8 }, { why: 20, excluded: 4 }],
  ['then other causes', { why: 18, excluded: 8, 'and also': 9 }, { why: 18, excluded: 3, 'and also': 3 }],
  ['then evidence', { why: 30, excluded: 8, 'and also': 9 }, { why: 19, excluded: 3, 'and also': 2 }],
  ['what points somewhere before what was seen', { seen: 20, possible: 10 }, { seen: 20, possible: 4 }],
  ['what was seen, at the end', { seen: 30, possible: 10 }, { seen: 22, possible: 2 }],
  ['what was found beside it', { why: 5, 'beside it': 22, found: 9 }, { why: 5, 'beside it': 10, found: 9 }],
  [
    'what was left out last',
    { 'Left out': 30, explains: 9, 'do now': 15 },
    { 'Left out': 8, explains: 1, 'do now': 15 },
  ],
  ['never what is to be done', { 'do now': 40, excluded: 3 }, { 'do now': 40, excluded: 1 }],
])('%s', (_, given, shown) => {
  const lines = Object.entries(given).flatMap(([title, length]) => section(title, length));
  expect(lengths(oneScreen(lines))).toEqual(shown);
});

it('a command is never cut away, nor cut in two', () => {
  const command = `  qa inspect-locks --target ${'x'.repeat(90)}`;
  const lines = [...section('do now', 22), ...section('possible', 6), command, '  said of it'];
  expect(oneScreen(lines).slice(22)).toEqual(['possible  1', '  possible 2 …', command]);
  const first = ['possible  1', command, ...section('x', 9).slice(1)];
  expect(oneScreen([...section('do now', 22), ...first]).slice(22)).toEqual(['possible  1', command]);
});

it('a line that is cut ends with a mark, within the width', () => {
  const long = `found  ${'word '.repeat(30)}`;
  const shown = oneScreen([...section('do now', 23), long, '  more']);
  expect(shown.slice(23)).toEqual([`found  ${'word '.repeat(14)}w …`]);
});
