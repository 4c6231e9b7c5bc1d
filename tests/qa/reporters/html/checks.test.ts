import { expect, it } from 'vitest';
import type { Verdict } from '../../../../src/checks/finding.ts';
import type { Hypothesis } from '../../../../src/checks/report.ts';
import { checks } from '../../../../src/qa/reporters/html/checks.ts';
import { possible } from '../../../../src/qa/reporters/html/possible.ts';
import { exampleReport } from '../../../support/example-report.ts';

const clear = (check = 'lost-mute'): Verdict => ({ check, status: 'clear', reason: null, findings: [] });
const open = (status: 'unknown' | 'skipped', check = 'lost-mute', reason = 'No time.'): Verdict => ({
  check,
  status,
  reason,
  findings: [],
});
const [, found] = exampleReport().verdicts;
const mild: Verdict = { ...found!, findings: [{ ...found!.findings[0]!, severity: 'info' }] };
const hypothesis = (changes: Partial<Hypothesis> = {}): Hypothesis => ({
  cause: 'lost-write',
  status: 'excluded',
  title: 'A write is lost',
  because: ['It was read.', 'It is there.'],
  wouldDecide: [],
  explains: [],
  advice: '',
  doNow: [],
  ...changes,
});
const caused = (...hypotheses: Hypothesis[]) =>
  exampleReport({ verdicts: [], diagnosis: { status: 'inconclusive', cause: null, hypotheses } });

it.each<[string, readonly Verdict[], readonly string[], readonly string[]]>([
  ['nothing', [found!], [], ['<']],
  [
    'what is clear, open',
    [clear()],
    ['<details class="more" open>\n<summary>1 check clear'],
    ['stayed', 'skipped'],
  ],
  ['two', [clear(), clear()], ['<summary>2 checks clear, and what each saw</summary>'], []],
  [
    'what is clear, folded beside a finding',
    [clear(), found!],
    ['<details class="more">\n<summary>1'],
    [' open'],
  ],
  ['what is clear, open beside what can wait', [clear(), mild], ['<details class="more" open>'], []],
  [
    'what is clear, folded beside what is unknown',
    [clear(), open('unknown')],
    [
      '<h2>What stayed unknown</h2><div class="card unknown"><p>No time.</p>',
      '<details class="more">\n<summary>1',
    ],
    [' open', 'skipped'],
  ],
  [
    'what is unknown, alone',
    [open('unknown')],
    ['What stayed unknown', '<ul class="rows">'],
    ['Everything else'],
  ],
  [
    'what was skipped',
    [open('skipped')],
    ['<h2>Everything else</h2>\n\n<details class="more">\n<summary>1 check skipped, and why</summary>'],
    ['stayed unknown', ' clear'],
  ],
  [
    'two of one reason, and another',
    [open('unknown', 'a'), open('unknown', 'b'), open('unknown', 'c', 'Other.')],
    ['<p>No time.</p>\n<ul class="rows">', '<p>Other.</p>\n<ul class="rows">'],
    [' checks</summary>'],
  ],
  [
    'three of one reason, folded',
    [open('unknown', 'a'), open('unknown', 'b'), open('unknown', 'c')],
    ['<p>No time.</p>\n<details class="more"><summary>3 checks</summary><ul class="rows">'],
    [],
  ],
  [
    'a check of another release by its code',
    [open('unknown', 'other-release')],
    ['<span class="mark" aria-hidden="true">?</span>\n<span class="what">other-release</span>'],
    [],
  ],
  [
    'a check by its title, with its code',
    [open('skipped')],
    [
      '<li class="skipped"><span class="mark" aria-hidden="true">–</span>\n' +
        '<span class="what">A mute was acknowledged and not stored</span>\n' +
        '<span class="seen"><code>lost-mute</code></span></li>',
    ],
    [],
  ],
])('of the checks that found nothing it shows %s', (_, verdicts, present, absent) => {
  const { source } = checks(exampleReport({ verdicts: [...verdicts] }));
  for (const text of present) expect(source).toContain(text);
  for (const text of absent) expect(source).not.toContain(text);
});

it.each<[readonly Hypothesis[], string]>([
  [
    [hypothesis()],
    '<summary>1 cause is excluded, and by what</summary>\n<ul class="rows"><li class="clear">\n' +
      '<span class="what">A write is lost</span>\n' +
      '<span class="seen"><code>lost-<wbr>write</code> It was read.; It is there.</span></li></ul>',
  ],
  [[hypothesis(), hypothesis({ title: '' })], '<summary>2 causes are excluded'],
  [[hypothesis({ title: '' })], '<span class="what">lost-write</span>'],
])('excluded causes stand at the end, with what excludes them: %#', (hypotheses, text) => {
  expect(checks(caused(...hypotheses)).source).toContain(text);
});

it.each<[string, readonly Partial<Hypothesis>[], readonly string[]]>([
  ['none without evidence', [{ because: [] }], []],
  ['none that is excluded', [{ status: 'excluded' }], []],
  ['none that is confirmed', [{ status: 'confirmed' }], []],
  [
    'one with its advice folded',
    [{ advice: 'Read again.' }],
    [
      '<ul><li>It was read.</li><li>It is there.</li></ul>',
      '<li><details><summary><span class="badge">possible</span> <b>A write is lost</b> ' +
        '<code>lost-<wbr>write</code></summary><p class="advice">Read again.</p></details></li>',
    ],
  ],
  [
    'one without advice or title; what points at two is told once',
    [{ title: '' }, { title: 'Other' }],
    [
      '<ul><li>It was read.</li><li>It is there.</li></ul>',
      '<li><span class="badge">possible</span> <b>lost-write</b> <code>lost-<wbr>write</code></li>' +
        '<li><span class="badge">possible</span> <b>Other</b>',
    ],
  ],
])('of possible causes it shows %s', (_, changes, present) => {
  const { source } = possible(caused(...changes.map((each) => hypothesis({ status: 'possible', ...each }))));
  if (present.length === 0) expect(source).toBe('');
  for (const text of present) expect(source).toContain(text);
});

it('says nothing of causes where none were looked for', () => {
  const none = exampleReport({ verdicts: [], diagnosis: null });
  expect(checks(none).source).toBe('');
  expect(possible(none).source).toBe('');
});
