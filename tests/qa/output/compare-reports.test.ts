import { describe, expect, it } from 'vitest';
import {
  exampleAnswer,
  exampleFailure,
  exampleTraffic,
} from '../../../src/checks/http/examples/exchanges.ts';
import type { Report } from '../../../src/checks/report.ts';
import { compareReports, comparisonLines } from '../../../src/qa/output/compare-reports.ts';
import { clear, found } from '../../checks/causes/verdicts.ts';
import { exampleReport } from '../../support/example-report.ts';

const of = (evidence: Report['evidence'], exitCode = 0): Report =>
  exampleReport({ evidence, exitCode, verdicts: [] });

const took = (...milliseconds: number[]): Report['evidence'] =>
  exampleTraffic(
    ...milliseconds.map((total) => {
      const exchange = exampleAnswer('/', 200, {});
      return { ...exchange, phases: { ...exchange.phases, total } };
    }),
  );

describe('two reports', () => {
  it.each<[string, Report, Report, string[]]>([
    ['that are alike', of({}), of({}), []],
    [
      'of two commits, wherever a probe has put them',
      of({ health: { reading: { commit: 'abc' } } }),
      of({ commit: 'def' }),
      ['commit: abc → def'],
    ],
    [
      'of which one names no commit',
      of({ a: { commit: 7 } }),
      of({ commit: 'def' }),
      ['commit: not known → def'],
    ],
    ['of which the later names no commit', of({ commit: 'def' }), of({}), ['commit: def → not known']],
    ['whose commit is too deep to be the run’s', of({ a: { b: { c: { d: { commit: 'x' } } } } }), of({}), []],
    [
      'that hold nothing where a commit might be',
      of({ a: null, b: [null] }),
      of({ commit: 'x' }),
      ['commit: not known → x'],
    ],
    [
      'over a renewed certificate',
      of({ connection: { certificate: { validTo: '2026-01-01T00:00:00Z' } } }),
      of({ connection: { certificate: { validTo: '2026-04-01T00:00:00Z' } } }),
      ['certificate valid to: 2026-01-01 → 2026-04-01'],
    ],
    ['of which one ran without TLS', of({ connection: { certificate: null } }), of({}), []],
    ['that ended otherwise', of({}), of({}, 1), ['exit code: 0 → 1']],
    [
      'of which the later is slower',
      of(took(10, 10)),
      of(took(10, 123.4)),
      ['p95 of the answers: 10 ms → 120 ms'],
    ],
    ['that are about as fast', of(took(101)), of(took(99.9)), []],
    [
      'of many answers, by all but the slowest twentieth',
      of(took(...Array.from({ length: 39 }, () => 20), 9_000)),
      of(took(...Array.from({ length: 38 }, () => 20), 9_000, 9_000)),
      ['p95 of the answers: 20 ms → 9000 ms'],
    ],
    [
      'of which the earlier had no answer',
      of(exampleTraffic({ ...exampleFailure('/', { layer: 'reset', code: 'x', message: 'x' }) })),
      of(took(20)),
      ['p95 of the answers: not known → 20 ms'],
    ],
  ])('%s', (_, earlier, later, changes) => {
    expect(compareReports(earlier, later).changes).toEqual(changes);
  });

  it('tells what came, what went and what stayed, by fingerprint, long sentences in lines', () => {
    const one = (...codes: string[]): Report =>
      exampleReport({
        verdicts: [clear('z'), ...codes.map((code) => found(code, { message: `The ${code}\n  is wrong.` }))],
      });
    const { come, gone, stayed } = compareReports(one('a', 'b'), one('b', 'c', 'd'));
    expect([come.map(({ code }) => code), gone.map(({ code }) => code), stayed]).toEqual([
      ['c', 'd'],
      ['a'],
      1,
    ]);
    const long = found('c', { severity: 'warning', message: `This is ${'long '.repeat(20)}.` });
    expect(
      comparisonLines(compareReports(one('a', 'b'), { ...one('b'), exitCode: 3, verdicts: [long] }), 80),
    ).toEqual([
      'exit code: 1 → 3',
      `+ warning  c: This is ${'long '.repeat(11).trim()}`,
      `  ${'long '.repeat(9)}.`,
      '- error  a: The a is wrong.',
      '- error  b: The b is wrong.',
      '1 come, 2 gone, 0 as before',
    ]);
  });
});
