import { expect, it } from 'vitest';
import type { Severity, Verdict } from '../../../../src/checks/finding.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { outcomesOf } from '../../../../src/qa/reporters/parts/outcomes.ts';
import { exampleReport } from '../../../support/example-report.ts';
import { clear, found, skipped, unknown } from '../../../checks/causes/verdicts.ts';

const with_ = (...severities: readonly Severity[]): Verdict => ({
  ...found('a'),
  findings: severities.flatMap((severity) => found('a', { severity }).findings),
});
const half = (severity: Severity): Verdict => ({ ...with_(severity), reason: 'Half was read.' });

it.each<[string, readonly Verdict[], Partial<Report>, readonly string[]]>([
  ['all is clear', [clear('a')], { exitCode: 0 }, ['a passed']],
  ['nothing was judged', [skipped('a'), unknown('b')], { exitCode: 3 }, ['a skipped', 'b unknown']],
  ['an error fails', [with_('error')], { exitCode: 1 }, ['a failed']],
  ['one of two fails', [with_('info', 'error')], { exitCode: 1 }, ['a failed']],
  ['a warning passes', [with_('warning'), with_('error')], { exitCode: 1 }, ['a passed', 'a failed']],
  ['a warning fails what asks for it', [with_('warning')], { exitCode: 1, failOn: 'warning' }, ['a failed']],
  ['an info passes', [with_('info')], { exitCode: 0, failOn: 'warning' }, ['a passed']],
  ['an info fails what asks for it', [with_('info')], { exitCode: 1, failOn: 'info' }, ['a failed']],
  ['a run that passed lets pass', [with_('error')], { exitCode: 0 }, ['a passed']],
  [
    'nothing fails',
    [with_('error'), unknown('b')],
    { exitCode: 3, failOn: 'never' },
    ['a passed', 'b unknown'],
  ],
  ['half was judged', [half('warning')], { exitCode: 3 }, ['a unknown']],
  ['half was judged, and fails', [half('error')], { exitCode: 1 }, ['a failed']],
  ['refused: an error', [with_('error')], { exitCode: 4, failOn: 'never' }, ['a failed']],
  ['refused: a warning', [with_('warning')], { exitCode: 4, failOn: 'info' }, ['a passed', 'run unknown']],
  ['interrupted', [clear('a')], { exitCode: 130 }, ['a passed', 'run unknown']],
  ['interrupted after a failure', [with_('error')], { exitCode: 130 }, ['a failed']],
  ['interrupted before all was judged', [unknown('a')], { exitCode: 130 }, ['a unknown']],
])('%s', (_, verdicts, changes, results) => {
  const outcomes = outcomesOf(exampleReport({ verdicts: [...verdicts], ...changes }));
  expect(outcomes.map(({ name, result }) => `${name} ${result}`)).toEqual(results);
});

it('an end that no check tells has the headline as its reason', () => {
  expect(outcomesOf(exampleReport({ verdicts: [clear('a')], exitCode: 130 })).at(-1)).toEqual({
    name: 'run',
    result: 'unknown',
    status: 'unknown',
    findings: [],
    reason: 'Interrupted; cleaned up',
  });
});
