import { expect, it } from 'vitest';
import type { Finding } from '../../../../src/checks/finding.ts';
import type { Hypothesis } from '../../../../src/checks/report.ts';
import { findings } from '../../../../src/qa/reporters/html/findings.ts';
import { exampleReport } from '../../../support/example-report.ts';

const found = (code: string, changes: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'error',
  subject: 'theme',
  message: 'It was lost.',
  facts: {},
  remedy: { advice: 'Look at it.', sql: ['select 1;'], command: null },
  fingerprint: `${code}:theme`,
  ...changes,
});
const hypothesis = (changes: Partial<Hypothesis>): Hypothesis => ({
  cause: 'lost-write',
  status: 'confirmed',
  title: 'A write is lost',
  because: ['It was read.', 'It was lost.'],
  wouldDecide: [],
  explains: [],
  advice: '',
  doNow: [],
  ...changes,
});

function told(list: readonly Finding[], hypotheses: readonly Hypothesis[] = [], pasted?: string): string {
  const report = exampleReport({
    verdicts: [
      ...list.map((each) => ({
        check: each.code,
        status: 'found' as const,
        reason: null,
        findings: [each],
      })),
      { check: 'quiet', status: 'clear', reason: null, findings: [] },
    ],
    diagnosis: { status: 'inconclusive', cause: null, hypotheses: [...hypotheses] },
  });
  const pastes = pasted === undefined ? [] : [{ kind: 'SQL' as const, text: pasted }];
  return findings(report, [{ text: 'Do it.', pastes }]).source;
}

const headings = (source: string): readonly string[] =>
  [...source.matchAll(/<h2>(.*?)<\/h2>\s*(.*)/g)].map(([, title, below]) => `${title} | ${below}`);

it.each<[string, readonly string[], string]>([
  [
    'findings without a cause',
    ['What was found | <article class="card error" id="finding-1">'],
    told([found('a')]),
  ],
  ['nothing at all', [], told([])],
  [
    'a cause; what its finding says is told with that',
    ['Why | <ul><li>It was read.</li></ul>', 'Also found | <article class="card error" id="finding-2">'],
    told([found('a'), found('b')], [hypothesis({ explains: ['a:theme'] })]),
  ],
  [
    'a second cause, by its title or code',
    [
      'Why | <ul><li>It was read.</li></ul>',
      'And: Another <code>lost-<wbr>write</code> | <p class="quiet">The findings above show it.</p>',
      'And: no-title <code>no-<wbr>title</code> | <ul><li>It is.</li></ul>',
    ],
    told(
      [found('a')],
      [
        hypothesis({ explains: ['a:theme'] }),
        hypothesis({ title: 'Another', because: ['It was lost.'] }),
        hypothesis({ cause: 'no-title', title: '', because: ['It is.'] }),
      ],
    ),
  ],
  [
    'a cause whose own finding says all',
    ['Why | <article class="card error" id="finding-1">'],
    told([found('a')], [hypothesis({ explains: ['a:theme'], because: ['It was lost.'] })]),
  ],
])('is headed by %s', (_, expected, source) => {
  expect(headings(source)).toEqual(expected);
});

it('has a card for each code and severity, the worst first', () => {
  const source = told([
    found('a', { severity: 'info' }),
    found('b', { severity: 'warning' }),
    found('b', { severity: 'warning', subject: 'other' }),
    found('b'),
  ]);
  expect([...source.matchAll(/<article class="card (\w+)" id="(.*?)"/g)].map(([, ...said]) => said)).toEqual([
    ['error', 'finding-1'],
    ['warning', 'finding-2'],
    ['info', 'finding-3'],
  ]);
});

it.each([
  ['folded beside an error', [found('a'), found('b', { severity: 'info' })], true],
  ['folded beside a warning', [found('a', { severity: 'warning' }), found('b', { severity: 'info' })], true],
  ['open where all can wait', [found('a', { severity: 'info' }), found('b', { severity: 'info' })], false],
  ['open where it cannot wait', [found('a'), found('b', { severity: 'warning' })], false],
])('what can wait is %s', (_, list, isFolded) => {
  expect(told(list).includes('<summary class="aside">')).toBe(isFolded);
});

it.each([
  [5, false],
  [6, true],
])('of %i cards a line leads to each: %s', (count, isLinked) => {
  const source = told(Array.from({ length: count }, (_, index) => found(`code${index}`)));
  expect(source.includes('<nav aria-label="Findings"><ul class="chips">')).toBe(isLinked);
  const links = [...source.matchAll(/<li class="error"><a href="#finding-(\d)">(code\d)<\/a><\/li>/g)];
  expect(links.map(([, id, code]) => `${id} ${code}`)).toEqual(
    isLinked ? [0, 1, 2, 3, 4, 5].map((index) => `${index + 1} code${index}`) : [],
  );
});

it('does not paste again what stands on top of the page', () => {
  expect(told([found('a')])).toContain('select 1;');
  expect(told([found('a')], [], 'select 1;')).not.toContain('select 1;');
});
