import { expect, it } from 'vitest';
import { toAscii } from '../../../src/qa/output/ascii.ts';
import { isOwnCommand } from '../../../src/qa/output/own-command.ts';
import { sparkline } from '../../../src/qa/output/sparkline.ts';
import { eraseLine, eraseUp, link } from '../../../src/qa/output/terminal-controls.ts';
import { wrapText } from '../../../src/qa/output/wrap-text.ts';

it.each([
  ['plain ~ text\u0000', 'plain ~ text\u0000'],
  ['✔ a ✖ b ✔', '+ a x b +'],
  ['• · → ← …', '* * -> <- ...'],
  ['– — “a” „b” «c» ‘d’', '- - "a" "b" "c" \'d\''],
  ['2 × 3 ≤ 6 ≥ 5', '2 x 3 <= 6 >= 5'],
  ['┌─┬═┐│┃║└┘├┤┴┼╭╮╯╰', '+-+-+|||+++++++++'.replace(/$/, '+')],
  ['▁▂▃▄▅▆▇█ ░▒', '__--==## ..'],
  ['a\u00a0b', 'a b'],
  ['ü 日 😀', '<U+00FC> <U+65E5> <U+1F600>'],
])('%s is %s in ASCII', (text, ascii) => {
  expect(toAscii(text)).toBe(ascii);
});

it.each<[string, (number | null)[], string]>([
  ['nothing', [], ''],
  ['one', [7], '█'],
  ['the slowest highest', [0, 25, 50, 100], '▁▃▅█'],
  ['each eighth', [0, 1, 2, 3, 4, 5, 6, 7, 8], '▁▂▃▄▅▆▇██'],
  ['a gap without an answer', [8, null, 4], '█ ▅'],
  ['no time at all', [0, 0], '▁▁'],
  ['gaps alone', [null, null], '  '],
])('times are drawn as a line of bars: %s', (_, times, bars) => {
  expect(sparkline(times)).toBe(bars);
});

it('a terminal is sent what ECMA-48 names', () => {
  expect(eraseLine).toBe('\r\u001b[2K');
  expect([0, 1, 12].map(eraseUp)).toEqual(['', '\u001b[1A\u001b[J', '\u001b[12A\u001b[J']);
  expect(link('https://a', 'b')).toBe('\u001b]8;;https://a\u001b\\b\u001b]8;;\u001b\\');
});

it.each([
  ['qa inspect-fk', true],
  ['QA_DATABASE_URL=postgresql://h/d qa inspect-fk', true],
  ['qaz', false],
  ['an qa x', false],
  ['QA_DATABASE_URL= qa x', false],
  ['curl https://a', false],
])('%s is a command of ours: %s', (line, own) => {
  expect(isOwnCommand(line)).toBe(own);
});

it.each<[string, number, string[]]>([
  ['', 10, ['']],
  ['one two three', 13, ['one two three']],
  ['one two three', 12, ['one two', 'three']],
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 1, ['one', 'two', 'three']],
  ['a-word-that-is-long two', 5, ['a-word-that-is-long', 'two']],
  ['one\n\ntwo', 10, ['one', '', 'two']],
  ['- a-long-word', 5, ['- a-long-word']],
])('%j is broken at %i into %j', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});
