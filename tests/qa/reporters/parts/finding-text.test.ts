import { expect, it } from 'vitest';
import type { Finding } from '../../../../src/checks/finding.ts';
import { findingLines, sentencesOf } from '../../../../src/qa/reporters/parts/finding-text.ts';
import { pageOf } from '../../../../src/qa/reporters/parts/page.ts';
import { found } from '../../../checks/causes/verdicts.ts';

const page = pageOf({ columns: 80, colour: false, ascii: false, links: null });
const finding = (changes: Partial<Finding> = {}): Finding => {
  const [only] = found(changes.code ?? 'open-table', changes).findings;
  if (only === undefined) throw new Error('a finding is what was asked for');
  return only;
};
const named = (count: number, message: (subject: string) => string): Finding[] =>
  Array.from({ length: count }, (_, at) => finding({ subject: `t${at}`, message: message(`t${at}`) }));

it.each<[string, Finding[], boolean, string[]]>([
  [
    'one sentence stands as it is',
    named(1, (name) => `The table ${name} is open.`),
    false,
    ['The table t0 is open.'],
  ],
  [
    'a subject that it does not name goes before it',
    named(1, () => 'It is open.'),
    false,
    ['t0: It is open.'],
  ],
  [
    'one said of several is said once',
    named(3, (name) => `The table ${name} is open.`),
    false,
    ['The table t0 is open. The same: t1, t2.'],
  ],
  ['with all their names', named(3, () => 'It is open.'), false, ['t0, t1, t2: It is open.']],
  [
    'seven names are all told',
    named(7, () => 'It is open.'),
    false,
    ['t0, t1, t2, t3, t4, t5, t6: It is open.'],
  ],
  [
    'of eight, two are counted',
    named(8, () => 'It is open.'),
    false,
    ['t0, t1, t2, t3, t4, t5 and 2 more: It is open.'],
  ],
  [
    'unless all are asked for',
    named(8, () => 'It is open.'),
    true,
    ['t0, t1, t2, t3, t4, t5, t6, t7: It is open.'],
  ],
])('%s', (_, findings, all, sentences) => {
  expect(sentencesOf(findings, all)).toEqual(sentences);
});

const different = (count: number, code = 'open-table'): Finding[] =>
  Array.from({ length: count }, (_, at) =>
    finding({
      code,
      subject: `t${at}`,
      message: `Reason ${at}.`,
      remedy: { advice: 'Close it.', sql: [], command: null },
    }),
  );

it('twenty findings are all told, each advice once, and what is milder by its severity', () => {
  const remedy = { advice: 'Leave it.', sql: [], command: null };
  const mild = finding({ severity: 'info', subject: 'x', message: 'By the way.', remedy });
  expect(findingLines([...different(2), mild], page)).toEqual([
    '',
    'error  open-table  3 findings',
    '  t0: Reason 0.',
    '  t1: Reason 1.',
    '  info: x: By the way.',
    '  → Close it.',
    '  → Leave it.',
  ]);
  expect(findingLines(different(20), page).filter((line) => line.includes('Reason'))).toHaveLength(20);
});

it('of more, five of each code are told, or fewer where that is too long for a screen or two', () => {
  const lines = findingLines(different(21), page);
  expect(lines.filter((line) => line.includes('Reason'))).toHaveLength(5);
  expect(lines).toContain('  16 more: --verbose');
  expect(findingLines(different(21), page, true).filter((line) => line.includes('Reason'))).toHaveLength(21);
  // One more takes no more room than to say so.
  const six = findingLines([...different(6), ...different(15, 'other')], page);
  expect(six.filter((line) => line.includes('Reason'))).toHaveLength(11);
  const codes = Array.from({ length: 12 }, (_, at) => different(9, `code-${at}`)).flat();
  const short = findingLines(codes, page);
  expect(short.length).toBeLessThanOrEqual(72);
  expect(short.filter((line) => line.includes('Reason')).length).toBeGreaterThanOrEqual(12);
});
