import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { runLine } from '../../../support/command-line.ts';
import { startReferenceApi, type ReferenceApi } from '../../../support/reference-api.ts';

let directory: string;
let api: ReferenceApi | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verify-mute-faults-'));
});
afterEach(async () => {
  await api?.close();
  api = undefined;
  await rm(directory, { recursive: true });
});

async function verify({ baseUrl, token }: ReferenceApi, ...more: string[]) {
  const { code, stdout } = await runLine(
    ['verify-mute', '--base-url', baseUrl, '--format', 'json', ...more],
    {
      environment: { QA_STATE_DIR: directory, QA_TOKEN: token },
      cwd: directory,
    },
  );
  const report = JSON.parse(stdout) as Report;
  const findings = report.verdicts
    .flatMap((verdict) => verdict.findings)
    .filter(({ severity }) => severity !== 'info');
  return {
    code,
    report,
    codes: [...new Set(findings.map((finding) => finding.code))].toSorted(),
    fingerprints: findings.map(({ fingerprint }) => fingerprint),
  };
}

// What is said of the traffic as a whole; the other faults are tried beside the mute subject.
describe.each(['current', 'january'] as const)('the release %s', (release) => {
  // Where no mute succeeds, the release is not known by its doubled entries.
  const known = (fault: string): string[] =>
    release === 'january' && /^(redirected-request|profile-not-created)$/.test(fault)
      ? ['missing-unmute']
      : [];
  it.each([
    ['no fault', [], 0],
    ['exposed-internals', ['exposed-internals'], 0],
    ['redirected-request', ['redirected-request'], 1],
    ['slow-response', ['slow-response'], 0],
    ['unexpected-shape', ['unexpected-shape'], 3],
    ['slash-mismatch', [], 0],
    ['profile-not-created', ['exposed-internals', 'foreign-key-violation', 'rejected-mute'], 1],
    ['open-endpoint', ['open-endpoint'], 1],
  ] as const)('%s gives %o', async (fault, expected, exitCode) => {
    api = await startReferenceApi({ release, ...(fault !== 'no fault' && { faults: [fault] }) });
    // The fault takes 400 ms; a busy machine may take as long for anything else.
    const { code, codes, report } = await verify(
      api,
      '--warn-ms',
      fault === 'slow-response' ? '390' : '5000',
      '--fail-ms',
      '60000',
    );
    expect({ code, codes }).toEqual({ code: exitCode, codes: [...expected, ...known(fault)].toSorted() });
    expect(report.cleanup.status).not.toBe('incomplete');
    expect(await readdir(directory)).toEqual([]);
  });
});

it.each(['open-endpoint', 'forged-token-accepted', 'exposed-internals', 'server-error-on-bad-input'])(
  '%s has the same fingerprints in every run',
  async (fault) => {
    api = await startReferenceApi({ faults: [fault] });
    // A busy machine is slow now and then, which is no finding of the fault's.
    const patient = ['--warn-ms', '60000', '--fail-ms', '60000'];
    // The first run of a user gives them a row, and with it other answers.
    await verify(api, ...patient);
    const [first, second] = [await verify(api, ...patient), await verify(api, ...patient)];
    expect(first.fingerprints.length).toBeGreaterThan(0);
    expect(new Set(first.fingerprints).size).toBe(first.fingerprints.length);
    expect(second.fingerprints).toEqual(first.fingerprints);
  },
);
