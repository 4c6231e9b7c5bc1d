import { expect, it } from 'vitest';
import type { Verdict } from '../../../../src/checks/finding.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { ending, undoLines } from '../../../../src/qa/reporters/parts/ending.ts';
import { pageOf } from '../../../../src/qa/reporters/parts/page.ts';
import { clear, found, skipped, unknown } from '../../../checks/causes/verdicts.ts';
import { exampleReport } from '../../../support/example-report.ts';

const page = pageOf({ columns: 80, colour: false, ascii: false, links: null });
const said = (message: string): Verdict => found('a', { message });

it.each<[string, readonly Verdict[], Partial<Report>, readonly string[]]>([
  ['a clear run', [clear('a')], { exitCode: 0 }, ['✔ All clear: 1 check (1 clear) in 412 ms (exit 0)']],
  [
    'a run that passed with findings',
    [found('a', { severity: 'info', message: 'It is so.' })],
    { exitCode: 0 },
    ['✔ Passed, with 1 info: It is so: 1 info, 0 clear in 412 ms (exit 0)'],
  ],
  [
    'one that failed',
    [said('It is so.'), clear('b'), skipped('c'), unknown('d')],
    {},
    ['✖ It is so: 1 error, 1 unknown, 1 skipped, 1 clear in 412 ms (exit 1)'],
  ],
  [
    'a sentence that ends in several signs',
    [said('It is so..:')],
    {},
    ['✖ It is so: 1 error, 0 clear in 412 ms (exit 1)'],
  ],
  [
    'a sentence that fits',
    [said('x'.repeat(38))],
    {},
    [`✖ ${'x'.repeat(38)}: 1 error, 0 clear in 412 ms (exit 1)`],
  ],
  [
    'a sentence that is too long',
    [said('x'.repeat(60))],
    {},
    ['✖ a (subject): 1 error, 0 clear in 412 ms (exit 1)'],
  ],
  ['a sentence of two lines', [said('One\ntwo')], {}, ['✖ a (subject): 1 error, 0 clear in 412 ms (exit 1)']],
  ['an interrupted run', [], { exitCode: 130 }, ['✖ Interrupted; cleaned up: 0 clear in 412 ms (exit 130)']],
  [
    'an interrupted run that had found something',
    [said('It is so.')],
    { exitCode: 143 },
    ['✖ Interrupted; cleaned up: a (subject), 1 error, 0 clear in 412 ms (exit 143)'],
  ],
])('the last line of %s', (_, verdicts, changes, lines) => {
  expect(ending(exampleReport({ verdicts: [...verdicts], ...changes }), page)).toEqual(lines);
});

it.each([
  [0, '\u001b[32m✔'],
  [1, '\u001b[31m✖'],
])('is green or red by the exit code: %i', (exitCode, start) => {
  const coloured = pageOf({ columns: 80, colour: true, ascii: false, links: null });
  const [line = ''] = ending(exampleReport({ exitCode, verdicts: [clear('a')] }), coloured);
  expect(line.startsWith(start)).toBe(true);
});

it('says how to undo what is left, and nothing else', () => {
  const undo = ['qa recover'];
  expect(undoLines({ cleanup: { status: 'incomplete', undo } })).toEqual([
    'Something of ours is left. To undo it:',
    'qa recover',
  ]);
  expect(undoLines({ cleanup: { status: 'complete', undo } })).toEqual([]);
});
