import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'ctrf';
import { Parser } from 'tap-parser';
import { describe, expect, it } from 'vitest';
import type { Severity, Verdict } from '../../../src/checks/finding.ts';
import type { Report } from '../../../src/checks/report.ts';
import { ctrf } from '../../../src/qa/reporters/ctrf.ts';
import { junit } from '../../../src/qa/reporters/junit.ts';
import { nagios, nagiosExitCode } from '../../../src/qa/reporters/nagios.ts';
import { prometheus } from '../../../src/qa/reporters/prometheus.ts';
import { tap } from '../../../src/qa/reporters/tap.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { exampleReport } from '../../support/example-report.ts';

const hostile =
  'bell \u0007, \u001b[2J, \u202etxt, C1 \u009b, NUL \u0000, half \ud800, ]]> <b>&amp; "q" \'s\' ' +
  '# SKIP \\ % | \r\n::error::x\n1..9\nnot ok 9\nBail out! `@all` [a](b) 🙂 été ￿';

const [healthy, lost, skipped] = exampleReport().verdicts;
if (healthy === undefined || lost === undefined || skipped === undefined) throw new Error('no example');
const found = (severity: Severity): Verdict => ({
  ...lost,
  findings: lost.findings.map((finding) => ({ ...finding, severity })),
});
const unknown: Verdict = { check: 'slow-response', status: 'unknown', reason: 'no answer', findings: [] };

/** What each program makes of a report: whether it lets the build pass. */
const passes: Readonly<Record<string, (report: Report) => boolean>> = {
  junit: (report) => !/<(failure|error) /.test(junit(report)),
  tap: (report) => Parser.parse(tap(report)).every(([kind, of]) => kind !== 'complete' || of.ok === true),
  ctrf: (report) => {
    const { failed, other } = JSON.parse(ctrf(report)).results.summary;
    return failed + other === 0;
  },
  prometheus: (report) => /^probe_success\{[^}]*\} 1$/m.test(prometheus(report)),
  nagios: (report) => nagiosExitCode(report) === 0,
};

describe.each(Object.keys(passes))('%s fails exactly where the exit code does', (name) => {
  it.each<[string, Partial<Report>]>([
    ['clear', { exitCode: 0, verdicts: [healthy, skipped] }],
    ['a warning', { exitCode: 0, verdicts: [healthy, found('warning')] }],
    ['a warning, for --fail-on warning', { exitCode: 1, failOn: 'warning', verdicts: [found('warning')] }],
    ['an info, for --fail-on warning', { exitCode: 0, failOn: 'warning', verdicts: [found('info')] }],
    ['an error', { exitCode: 1, verdicts: [healthy, found('error')] }],
    ['an error, for --fail-on never', { exitCode: 0, failOn: 'never', verdicts: [found('error')] }],
    ['unknown', { exitCode: 3, verdicts: [healthy, unknown] }],
    ['unknown beside an error, for --fail-on never', { exitCode: 3, failOn: 'never', verdicts: [unknown] }],
    [
      'refused credentials, for --fail-on never',
      { exitCode: 4, failOn: 'never', verdicts: [found('error')] },
    ],
    ['something left behind, with every check clear', { exitCode: 5, verdicts: [healthy] }],
    ['interrupted, with every check clear', { exitCode: 130, verdicts: [healthy] }],
  ])('%s', (_, changes) => {
    const report = exampleReport(changes);
    expect(passes[name]?.(report)).toBe(report.exitCode === 0);
  });
});

it('what passes below the threshold is told all the same', () => {
  const report = exampleReport({ exitCode: 0, verdicts: [found('warning')] });
  for (const text of [junit(report), tap(report), ctrf(report), nagios(report)])
    expect(text).toContain('do not list');
});

describe('programs of others read what a hostile server makes of a report', () => {
  const report = exampleReport({
    command: hostile,
    target: { name: hostile, baseUrl: 'https://api.example.com', database: hostile },
    verdicts: [
      {
        ...lost,
        check: hostile,
        findings: lost.findings.map((finding) => ({
          ...finding,
          code: hostile,
          subject: hostile,
          message: hostile,
          fingerprint: hostile,
          remedy: { advice: hostile, sql: [hostile], command: hostile },
        })),
      },
      { ...skipped, check: hostile, reason: hostile },
      { ...unknown, check: hostile, reason: hostile },
    ],
  });

  it.each([
    ['what a server says', report],
    ['what a saved report says', hostileReport()],
  ])('xmllint, of %s', (_, each) => {
    const checked = spawnSync('xmllint', ['--noout', '-'], { input: junit(each), encoding: 'utf8' });
    if (checked.error !== undefined)
      return console.warn('xmllint is not installed: whether it reads the JUnit report was not tested.');
    expect(checked.stderr).toBe('');
  });

  it.each<[string, number, Report]>([
    ['what is clear', 0, exampleReport({ exitCode: 0, verdicts: [healthy, skipped] })],
    ['a warning below the threshold', 0, exampleReport({ exitCode: 0, verdicts: [found('warning')] })],
    ['an error', 1, exampleReport({ exitCode: 1, verdicts: [healthy, found('error')] })],
    ['what was not judged', 1, exampleReport({ exitCode: 3, verdicts: [healthy, unknown] })],
    ['what a server says', 1, report],
    ['what a saved report says', 1, hostileReport()],
  ])('junitparser, of %s', (_, exitCode, each) => {
    const folder = mkdtempSync(join(tmpdir(), 'qa-junit-'));
    try {
      writeFileSync(join(folder, 'a.xml'), junit(each));
      const merged = spawnSync('junitparser', ['merge', 'a.xml', 'a.xml', 'b.xml'], { cwd: folder });
      if (merged.error !== undefined)
        return console.warn('junitparser is not installed: whether it reads JUnit was not tested.');
      const verified = spawnSync('junitparser', ['verify', 'b.xml'], { cwd: folder, encoding: 'utf8' });
      expect([merged.status, verified.status, verified.stderr]).toEqual([0, exitCode, '']);
      const cases = readFileSync(join(folder, 'b.xml'), 'utf8').match(/<testcase /g);
      expect(cases).toHaveLength(each.verdicts.length * 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('promtool', () => {
    const checked = spawnSync('promtool', ['check', 'metrics'], {
      input: prometheus(report),
      encoding: 'utf8',
    });
    if (checked.error !== undefined)
      return console.warn('promtool is not installed: whether it reads the metrics was not tested.');
    expect([checked.status, checked.stderr]).toEqual([0, '']);
  });

  it('tap-parser', () => {
    const events = Parser.parse(tap(report));
    const [complete] = events.flatMap(([kind, of]) => (kind === 'complete' ? [of] : []));
    expect(complete).toMatchObject({ count: 3, pass: 1, fail: 2, skip: 1, bailout: false });
    expect(complete?.failures.some(({ tapError }: { tapError?: unknown }) => tapError)).toBe(false);
    expect(events.filter(([kind]) => kind === 'extra')).toEqual([]);
  });

  it("CTRF's own validator", () => {
    expect(validate(JSON.parse(ctrf(report)))).toMatchObject({ valid: true });
  });
});
