import { spawnSync } from 'node:child_process';
import { validate } from 'ctrf';
import { describe, expect, it } from 'vitest';
import { ctrf } from '../../../src/qa/reporters/ctrf.ts';
import { prometheus } from '../../../src/qa/reporters/prometheus.ts';
import { exampleReport } from '../../support/example-report.ts';

const exchange = (dns: number | null, tcp: number | null, firstByte: number) => ({
  id: 1,
  step: 'look',
  request: { method: 'GET', url: 'https://api.example.com/', path: '/', authorization: 'none', body: null },
  startedMs: 0,
  phases: { dns, tcp, tls: null, firstByte, total: 99 },
  remoteAddress: null,
  answer: null,
  failure: null,
  curl: 'curl',
});
const traffic = {
  exchanges: [exchange(2, 3, 40), exchange(null, null, 70)],
  localNetwork: 'not-checked',
  warnMs: 1_000,
  failMs: 5_000,
};
const connection = { certificate: { validTo: '2026-03-01T00:00:00.000Z' } };

describe('prometheus', () => {
  it('gives the run, its phases, the certificate and each check', () => {
    const lines = prometheus(exampleReport({ evidence: { traffic, connection } })).split('\n');
    expect(lines).toContain('probe_success{command="verify-mute",target="prod"} 0');
    expect(lines).toContain('probe_duration_seconds{command="verify-mute",target="prod"} 0.412');
    expect(lines.filter((line) => line.startsWith('probe_http_duration_seconds{'))).toEqual([
      'probe_http_duration_seconds{command="verify-mute",target="prod",phase="resolve"} 0.002',
      'probe_http_duration_seconds{command="verify-mute",target="prod",phase="connect"} 0.003',
      'probe_http_duration_seconds{command="verify-mute",target="prod",phase="processing"} 0.07',
    ]);
    expect(lines).toContain('probe_ssl_earliest_cert_expiry{command="verify-mute",target="prod"} 1772323200');
    expect(
      lines
        .filter((line) => line.startsWith('qa_check_status{'))
        .map((line) => line.replace(/.*check="([^"]+)"/, '$1')),
    ).toEqual(['malformed-token} 0', 'lost-mute} 1', 'missing-unmute} 3', 'slow-response} 2']);
  });

  it('leaves out what was not seen, and escapes what a label holds', () => {
    const text = prometheus(exampleReport({ target: { name: 'a"b\\c\nd', baseUrl: null, database: null } }));
    expect(text).not.toContain('probe_http_duration_seconds');
    expect(text).not.toContain('probe_ssl_earliest_cert_expiry');
    expect(text).toContain('target="a\\"b\\\\c\\nd"');
  });

  it.each([
    {},
    { evidence: { traffic, connection } },
    { target: { name: 'a"b\\c\nd', baseUrl: null, database: null }, verdicts: [] },
  ])('is accepted by promtool', (changes) => {
    const checked = spawnSync('promtool', ['check', 'metrics'], {
      input: prometheus(exampleReport(changes)),
      encoding: 'utf8',
    });
    if (checked.error !== undefined)
      return console.warn('promtool is not installed: whether it accepts the metrics was not tested.');
    expect([checked.status, checked.stdout, checked.stderr]).toEqual([0, '', '']);
  });
});

describe('ctrf', () => {
  it('has one test a check, and what has no field of its own under extra', () => {
    const { results } = JSON.parse(ctrf(exampleReport()));
    expect(results.summary).toMatchObject({
      tests: 4,
      passed: 1,
      failed: 1,
      skipped: 1,
      pending: 0,
      other: 1,
      stop: results.summary.start + 412,
    });
    expect(results.tests.map(({ name, status }: { name: string; status: string }) => [name, status])).toEqual(
      [
        ['malformed-token', 'passed'],
        ['lost-mute', 'failed'],
        ['missing-unmute', 'skipped'],
        ['slow-response', 'other'],
      ],
    );
    expect(results.tests[1].extra.findings[0].remedy.sql).toEqual(['select 1;']);
    expect(results.extra).toMatchObject({
      command: 'verify-mute',
      exitCode: 1,
      cleanup: { status: 'complete' },
    });
  });

  it.each([{}, { verdicts: [] }, { durationMs: 0 }])('is valid against the public schema', (changes) => {
    const report = JSON.parse(ctrf(exampleReport(changes)));
    expect(validate(report)).toMatchObject({ valid: true });
    delete report.results.summary.stop;
    expect(validate(report)).toMatchObject({ valid: false });
  });
});
