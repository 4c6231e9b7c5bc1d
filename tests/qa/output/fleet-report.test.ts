import { expect, it } from 'vitest';
import type { Verdict } from '../../../src/checks/finding.ts';
import type { Report } from '../../../src/checks/report.ts';
import { fleetReport, partFor } from '../../../src/qa/output/fleet-report.ts';
import { clear, found, skipped, unknown } from '../../checks/causes/verdicts.ts';
import { exampleReport } from '../../support/example-report.ts';

const scope = { server: null, role: null, schemas: [], tables: null, keys: null, rows: null, leftOut: [] };
const one = (name: string, verdicts: Verdict[], changes: Partial<Report> = {}): Report =>
  exampleReport({
    target: { name, baseUrl: `https://${name}`, database: null },
    cleanup: { status: 'not-needed', undo: [] },
    verdicts,
    exitCode: 0,
    ...changes,
  });
const whole = {
  version: '0.1.0',
  command: 'fleet',
  name: 'targets.yaml',
  startedAt: new Date('2026-11-27T15:00:00Z'),
  durationMs: 7,
  failOn: undefined,
  shard: undefined,
  others: 0,
};
const merged = (...reports: Report[]): Report => fleetReport(reports.map(partFor), whole);
const because = (check: string, reason: string): Verdict => ({ ...unknown(check), reason });

it('a fleet ends with its worst target, and keeps what each gave in a line of its own', () => {
  const left = { status: 'incomplete' as const, undo: ['qa recover'] };
  const report = merged(
    one('north', [clear('a')], { scope: { ...scope, requests: 3 } }),
    one('south', [found('a')], { exitCode: 1, durationMs: 9, scope: { ...scope, requests: 4 } }),
    one('east', [clear('a')], { exitCode: 5, cleanup: left }),
  );
  expect(report).toMatchObject({
    command: 'fleet',
    target: { name: 'targets.yaml', baseUrl: null, database: null },
    startedAt: '2026-11-27T15:00:00.000Z',
    durationMs: 7,
    exitCode: 5,
    shard: null,
    evidence: {},
    diagnosis: null,
    scope: {
      server: null,
      role: null,
      schemas: [],
      tables: null,
      keys: null,
      rows: null,
      requests: 7,
      leftOut: [],
    },
    cleanup: { status: 'incomplete', undo: ['# east', 'qa recover'] },
  });
  expect(report).not.toHaveProperty('failOn');
  expect(report.targets).toEqual([
    { ...outcome('north'), durationMs: 412, exitCode: 0, headline: 'All clear: 3 requests' },
    { ...outcome('south'), durationMs: 9, exitCode: 1, headline: 'message of a' },
    { ...outcome('east'), durationMs: 412, exitCode: 5, headline: 'Something of ours is left behind' },
  ]);
});

function outcome(name: string) {
  return { name, command: 'verify-mute', baseUrl: `https://${name}`, database: null };
}

it('a finding stands under the name of its target, so that one of another target is another', () => {
  const [verdict] = merged(one('north', [found('a')]), one('south', [found('a')])).verdicts;
  expect(verdict?.findings.map(({ subject, fingerprint }) => [subject, fingerprint])).toEqual([
    ['north: subject', 'a:north: subject'],
    ['south: subject', 'a:south: subject'],
  ]);
});

it.each<[string, Report[], string | null]>([
  ['of one target', [one('n', [because('a', 'no answer')]), one('s', [clear('a')])], 'n: no answer'],
  [
    'that several share',
    [one('n', [because('a', 'no answer')]), one('s', [because('a', 'no answer')])],
    'n, s: no answer',
  ],
  [
    'that differ',
    [one('n', [because('a', 'no answer')]), one('s', [because('a', 'refused')])],
    'n: no answer; s: refused',
  ],
  [
    'of more than five',
    [...'abcdefg'].map((name) => one(name, [because('a', 'no answer')])),
    'a, b, c, d, e and 2 more: no answer',
  ],
  ['of five', [...'abcde'].map((name) => one(name, [because('a', 'no answer')])), 'a, b, c, d, e: no answer'],
  [
    'of who left it out, where another could not look',
    [one('n', [skipped('a')]), one('s', [because('a', 'no answer')])],
    's: no answer',
  ],
  [
    'of who left it out',
    [one('n', [skipped('a')]), one('s', [skipped('a')])],
    'n, s: it does not apply here',
  ],
  [
    'of who saw a part, beside what was found',
    [one('n', [{ ...found('a'), reason: 'a part was not seen' }]), one('s', [found('a')])],
    'n: a part was not seen',
  ],
  ['of nobody', [one('n', [clear('a')]), one('s', [found('a')])], null],
])('a reason %s is told once, with whom it is about', (_, reports, reason) => {
  expect(merged(...reports).verdicts.map((verdict) => verdict.reason)).toEqual([reason]);
});

it('a shard says how many targets are with the others, and how it was to fail', () => {
  const report = fleetReport([partFor(one('n', [clear('a')]))], {
    ...whole,
    failOn: 'warning',
    shard: { index: 2, of: 3 },
    others: 12,
  });
  expect(report).toMatchObject({
    failOn: 'warning',
    shard: { index: 2, of: 3 },
    scope: { requests: null, leftOut: [{ what: '12 other targets', reason: '--shard 2/3' }] },
  });
});

it('a part that names its targets already keeps its reasons as they are', () => {
  const part = { ...partFor(one('n', [because('a', 'n: no answer')])), target: null };
  expect(fleetReport([part], whole).verdicts[0]?.reason).toBe('n: no answer');
});
