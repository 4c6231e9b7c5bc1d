import { expect, it } from 'vitest';
import type { Verdict } from '../../../src/checks/finding.ts';
import type { Diagnosis, Report } from '../../../src/checks/report.ts';
import { counted, headline, interruptedHow, told, verdictName } from '../../../src/qa/output/summary.ts';
import { exampleAnswer, exampleTraffic } from '../../../src/checks/http/examples/exchanges.ts';
import { exampleReport } from '../../support/example-report.ts';
import { clear, found, skipped, unknown } from '../../checks/causes/verdicts.ts';

const hypothesis: Diagnosis['hypotheses'][number] = {
  cause: 'pool-exhausted',
  title: 'The pool has no free connection',
  status: 'confirmed',
  because: ['10 of 10 are taken.'],
  wouldDecide: [],
  explains: [],
  advice: '',
  doNow: [],
};
const diagnosed = (changes: Partial<typeof hypothesis> = {}): Diagnosis => ({
  status: 'caused',
  cause: 'pool-exhausted',
  hypotheses: [{ ...hypothesis, ...changes }],
});
const ended = (exitCode: number, verdicts: Verdict[], changes: Partial<Report> = {}): Report =>
  exampleReport({ exitCode, verdicts, cleanup: { status: 'not-needed', undo: [] }, ...changes });

const warning = found('slow-response', { severity: 'warning', message: 'It was slow.' });
const error = found('lost-mute', { message: 'A mute was lost.' });
const open = { ...unknown('a'), reason: 'nothing was answered' };
const scope = {
  server: null,
  role: null,
  schemas: [],
  tables: null,
  keys: null,
  rows: null,
  requests: null,
  leftOut: [],
};

it.each<[string, Report]>([
  ['Something of ours is left behind', ended(5, [error], { diagnosis: diagnosed() })],
  ['The pool has no free connection', ended(1, [error], { diagnosis: diagnosed() })],
  ['pool-exhausted', ended(1, [error], { diagnosis: diagnosed({ title: '' }) })],
  ['A mute was lost.', ended(1, [error], { diagnosis: diagnosed({ status: 'possible' }) })],
  ['A mute was lost.', ended(1, [warning, error])],
  ['It was slow.', ended(1, [warning])],
  ['A mute was lost.', ended(3, [error, open])],
  ['Undecided: nothing was answered', ended(3, [warning, open])],
  ['Undecided: nothing was judged', ended(3, [skipped('a')])],
  [
    'Undecided: the database was not reached',
    ended(3, [
      open,
      ...['b', 'c'].map((check) => ({ ...unknown(check), reason: 'the database was not reached' })),
    ]),
  ],
  ['Interrupted; nothing to clean up', ended(130, [open])],
  ['Interrupted; cleaned up', ended(143, [open], { cleanup: { status: 'complete', undo: [] } })],
  ['The credentials were refused', ended(4, [open])],
  ['Not looked at: what was asked for is mistaken', ended(2, [open])],
  ['Passed, with 1 warning: It was slow.', ended(0, [clear('a'), warning])],
  ['All clear: 1 check', ended(0, [clear('a')])],
  ['All clear: 2 checks', ended(0, [clear('a'), clear('b'), skipped('c')])],
  ['All clear', ended(0, [])],
  ['All clear: 12 requests', ended(0, [clear('a')], { scope: { ...scope, requests: 12 } })],
  [
    'All clear: 3 requests to 2 routes',
    ended(0, [clear('a')], {
      evidence: exampleTraffic(
        exampleAnswer('/a', 200, {}),
        exampleAnswer('/a', 200, {}),
        exampleAnswer('/b', 200, {}),
      ),
    }),
  ],
  ['All clear: 1 key on 1 table', ended(0, [clear('a')], { scope: { ...scope, keys: 1, tables: 1 } })],
  [
    'All clear: 2 keys on 1 table, 0 orphans counted of 12 thousand rows',
    ended(0, [clear('a')], { scope: { ...scope, keys: 2, tables: 1, rows: 12_345 } }),
  ],
  [
    'Passed, with 2 warnings, 1 info: It was slow.',
    ended(0, [warning, found('b', { severity: 'warning' }), found('c', { severity: 'info' })]),
  ],
])('a run is told in one sentence: %s', (sentence, report) => {
  expect(headline(report)).toBe(sentence);
});

it.each<[string | null, Report]>([
  [null, ended(0, [warning])],
  ['pool-exhausted', ended(1, [error], { diagnosis: diagnosed() })],
  ['lost-mute (subject)', ended(1, [warning, error], { diagnosis: diagnosed({ status: 'possible' }) })],
  ['lost-mute', ended(1, [found('lost-mute', { subject: 'x'.repeat(41) })])],
  [`lost-mute (${'x'.repeat(40)})`, ended(1, [found('lost-mute', { subject: 'x'.repeat(40) })])],
  ['Undecided', ended(3, [open])],
  ['Undecided', ended(3, [warning, open])],
  ['lost-mute (subject)', ended(3, [error, open])],
  [null, ended(130, [open])],
])('its verdict has the short name %o', (name, report) => {
  expect(verdictName(report)).toBe(name);
});

it.each<[string, Verdict[]]>([
  ['', [clear('a')]],
  ['1 error', [error]],
  ['2 errors, 1 warning', [warning, error, found('b')]],
  ['2 info', [found('a', { severity: 'info' }), found('b', { severity: 'info' })]],
])('what was found is counted in words: %s', (words, verdicts) => {
  expect(counted({ verdicts })).toBe(words);
});

it('findings stand under the causes that explain them, the others by themselves, the worst first', () => {
  const saturated = found('saturated-pool', { severity: 'warning' });
  const explained = diagnosed({ explains: ['lost-mute:subject', 'saturated-pool:subject'] });
  const possible = {
    ...hypothesis,
    cause: 'stale-reads',
    status: 'possible' as const,
    explains: ['b:subject'],
  };
  const diagnosis = { ...explained, hypotheses: [...explained.hypotheses, possible] };
  const report = ended(1, [warning, saturated, found('b'), error, clear('c')], { diagnosis });
  expect(told(report).map(({ cause, findings }) => [cause?.cause, findings.map(({ code }) => code)])).toEqual(
    [
      ['pool-exhausted', ['lost-mute', 'saturated-pool']],
      [undefined, ['b', 'slow-response']],
    ],
  );
  expect(told(ended(1, [error], { diagnosis: explained })).map(({ cause }) => cause?.cause)).toEqual([
    'pool-exhausted',
  ]);
});

it('an interrupt says whether it cleaned up', () => {
  const how = (status: 'complete' | 'not-needed') => interruptedHow({ cleanup: { status, undo: [] } });
  expect([how('complete'), how('not-needed')]).toEqual([
    'Interrupted; cleaned up',
    'Interrupted; nothing to clean up',
  ]);
});
