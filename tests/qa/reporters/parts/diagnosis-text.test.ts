import { expect, it } from 'vitest';
import type { Hypothesis } from '../../../../src/checks/report.ts';
import { diagnosisLines } from '../../../../src/qa/reporters/parts/diagnosis-text.ts';
import { found } from '../../../checks/causes/verdicts.ts';
import { exampleReport } from '../../../support/example-report.ts';

const hypothesis = (changes: Partial<Hypothesis>): Hypothesis => ({
  cause: 'cause',
  status: 'confirmed',
  title: 'Title',
  because: ['Seen.'],
  wouldDecide: [],
  explains: [],
  advice: '',
  doNow: [],
  ...changes,
});
const open = (name: string, changes: Partial<Hypothesis> = {}): Hypothesis =>
  hypothesis({ cause: name, status: 'possible', title: name.toUpperCase(), ...changes });
const out = (cause: string, ...because: readonly string[]): Hypothesis =>
  hypothesis({ cause, status: 'excluded', because: [...because] });
const numbers = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at + 1}.`);

it.each<[string, readonly Hypothesis[], readonly string[]]>([
  ['nothing', [], []],
  ['a cause', [hypothesis({})], ['why           Seen.']],
  [
    'a cause and what it explains, counted by code',
    [hypothesis({ explains: ['a:subject', 'b:subject', 'c:x', 'c:x'] })],
    ['why           Seen.', 'explains      4 findings: a, b, 2 × c:x'],
  ],
  [
    'one finding',
    [hypothesis({ explains: ['a:subject'] })],
    ['why           Seen.', 'explains      1 finding: a'],
  ],
  [
    'four sentences of evidence',
    [hypothesis({ because: numbers(4) })],
    ['why           1.', '              2.', '              3.', '              4.'],
  ],
  [
    'of six the rest as a number',
    [hypothesis({ because: numbers(6) })],
    [
      'why           1.',
      '              2.',
      '              3.',
      '              4.',
      '              and 2 more',
    ],
  ],
  [
    'three commands, and then the advice',
    [hypothesis({ doNow: ['qa a', 'qa b', 'qa c', 'qa d'], advice: 'Wait.' })],
    [
      'why           Seen.',
      'do now        qa a',
      '              qa b',
      '              qa c',
      '              Wait.',
    ],
  ],
  [
    'another cause in short',
    [hypothesis({}), hypothesis({ cause: 'other', because: ['1.', '2.'], doNow: ['qa a', 'qa b'] })],
    ['why           Seen.', 'and also      Title (other)', '              1.', '              qa a'],
  ],
  [
    'of possible causes three, two of what points at them and two that would decide, each once',
    [
      open('a', { wouldDecide: ['qa a', 'qa b'] }),
      open('b', { because: ['Seen.', 'Heard.', 'Read.'], wouldDecide: ['qa a'] }),
      open('c', { wouldDecide: ['qa c'] }),
      open('d', { wouldDecide: ['qa d'] }),
      open('e', { because: [], wouldDecide: ['qa e'] }),
    ],
    [
      'seen          Seen.',
      '              Heard.',
      'possible      A (a)',
      '              B (b)',
      '              C (c)',
      'would decide  qa a',
      '              qa c',
    ],
  ],
  [
    'a possible cause beside a named one without its evidence',
    [hypothesis({}), open('b', { because: ['Heard.'] })],
    ['why           Seen.', 'possible      B (b)'],
  ],
  ['what is excluded', [out('a', 'No.', 'Never.'), out('b')], ['excluded      a (No.), b ()']],
  [
    'of five the rest as a number',
    ['a', 'b', 'c', 'd', 'e'].map((cause) => out(cause, 'No.')),
    ['excluded      a (No.), b (No.), c (No.), d (No.), and 1 more'],
  ],
  [
    'a long sentence with its other lines set in',
    [hypothesis({ because: ['word '.repeat(17).trim()] })],
    [`why           ${'word '.repeat(15).trim()}`, '                word word'],
  ],
])('tells %s', (_, hypotheses, lines) => {
  const report = exampleReport({
    verdicts: [found('a'), found('b')],
    diagnosis: { status: 'inconclusive', cause: null, hypotheses: [...hypotheses] },
  });
  expect(diagnosisLines(report, 120)).toEqual(lines);
});

it('is as wide as the screen, between 40 and 92 columns, and leaves commands whole', () => {
  const command = `qa inspect-fk --schema ${'x'.repeat(100)}`;
  const report = exampleReport({
    diagnosis: {
      status: 'caused',
      cause: 'cause',
      hypotheses: [hypothesis({ because: ['word '.repeat(60).trim()], doNow: [command] })],
    },
  });
  const widest = (columns: number): number =>
    Math.max(
      ...diagnosisLines(report, columns)
        .filter((line) => line.includes('word'))
        .map(({ length }) => length),
    );
  expect([10, 40, 80, 92, 200].map(widest)).toEqual([40, 40, 80, 90, 90]);
  expect(diagnosisLines(report, 40)).toContain(`do now        ${command}`);
  expect(diagnosisLines(exampleReport(), 80)).toEqual([]);
});
