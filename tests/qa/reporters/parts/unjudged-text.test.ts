import { expect, it } from 'vitest';
import type { Verdict } from '../../../../src/checks/finding.ts';
import { pageOf } from '../../../../src/qa/reporters/parts/page.ts';
import { unjudged, unjudgedLines } from '../../../../src/qa/reporters/parts/unjudged-text.ts';
import { clear, found } from '../../../checks/causes/verdicts.ts';
import { exampleReport } from '../../../support/example-report.ts';

const page = pageOf({ columns: 80, colour: false, ascii: false, links: null });
const open = (checks: string, reason: string, status: 'unknown' | 'skipped' = 'unknown'): Verdict[] =>
  [...checks].map((check) => ({ check, status, reason, findings: [] }));

it.each<[string, readonly Verdict[], boolean, readonly string[]]>([
  ['nothing of what was judged', [clear('a'), found('b')], true, []],
  ['one by its name', open('a', 'No time.'), false, ['? a: No time.']],
  ['four by their names', open('abcd', 'No time.'), false, ['? a, b, c, d: No time.']],
  ['five as a number', open('abcde', 'No time.'), false, ['? 5 checks not run: No time.']],
  ['five by their names where all is asked for', open('abcde', 'No.'), true, ['? a, b, c, d, e: No.']],
  [
    'reasons that differ by their signs alone together',
    [...open('a', 'No: time.'), ...open('b', 'No time'), ...open('c', 'NO TIME!'), ...open('d', 'Not.')],
    false,
    ['? a, b, c: No: time.', '? d: Not.'],
  ],
  ['what was skipped only where all is asked for', open('a', 'No.', 'skipped'), false, []],
  [
    'it apart from what is unknown then',
    [...open('a', 'No.', 'skipped'), ...open('b', 'No.')],
    true,
    ['- a: No.', '? b: No.'],
  ],
  [
    'what could not be judged beside a finding',
    [{ ...found('a'), reason: 'Half was read.' }],
    false,
    ['? a: Half was read.'],
  ],
  [
    'what a finding has quoted not again',
    [found('a', { message: 'It said "The KEY, is gone" twice.' }), ...open('b', 'Refused: the key is gone.')],
    false,
    ['? b: Refused'],
  ],
  [
    'it again where all is asked for',
    [found('a', { message: 'The key is gone.' }), ...open('b', 'Refused: the key is gone.')],
    true,
    ['? b: Refused: the key is gone.'],
  ],
  [
    'what no finding has quoted, whole',
    [found('a', { message: 'The key is there.' }), ...open('b', 'Refused: the key is gone.')],
    false,
    ['? b: Refused: the key is gone.'],
  ],
  [
    'a reason that quotes nothing, whole',
    [found('a', { message: 'No time.' }), ...open('b', 'No time.'), ...open('c', 'Why: ?')],
    false,
    ['? b: No time.', '? c: Why: ?'],
  ],
])('tells %s', (_, verdicts, all, lines) => {
  expect(unjudgedLines(exampleReport({ verdicts: [...verdicts] }), page, all)).toEqual(lines);
});

it('a reason that is told beside findings counts as unknown', () => {
  expect(
    unjudged({ verdicts: [{ ...found('a'), reason: 'Half.' }, ...open('b', 'No.', 'skipped')] }),
  ).toEqual([
    { status: 'unknown', reason: 'Half.', checks: ['a'] },
    { status: 'skipped', reason: 'No.', checks: ['b'] },
  ]);
});
