import { expect, test } from 'vitest';
import { ownProcesses } from '../../support/command-line.ts';
import type { Verdict } from '../../../src/checks/finding.ts';
import { reportOf } from '../../../src/qa/output/report-of.ts';
import type { Target } from '../../../src/qa/target/target.ts';

const target = (flags: readonly string[]): Target => ({
  name: 'local',
  origin: 'http://127.0.0.1:8000',
  prefix: '/api',
  databaseUrl: null,
  token: null,
  page: null,
  config: {},
  flags,
  expected: { environment: null, commit: null, version: null },
});

const verdict = (command: string | null): Verdict => ({
  check: 'c',
  status: 'found',
  reason: null,
  findings: [
    {
      code: 'c',
      severity: 'error',
      subject: 's',
      message: 'm',
      facts: {},
      remedy: { advice: 'a', sql: [], command },
      fingerprint: 'c:s',
    },
  ],
});

test.each([
  ['qa inspect-fk t', ['--target local'], 'qa inspect-fk t --target local'],
  ['qa inspect-fk t', [], 'qa inspect-fk t'],
  ['curl -sS http://127.0.0.1:8000/api', ['--target local'], 'curl -sS http://127.0.0.1:8000/api'],
  [null, ['--target local'], null],
])(
  'the command %o of a run with %o is %o: pasted, it looks at the same target',
  async (command, flags, aimed) => {
    const { verdicts } = await reportOf({
      command: 'verify-mute',
      target: target(flags),
      startedAt: new Date(),
      failOn: 'error',
      app: {
        version: '0',
        interruption: {
          signal: new AbortController().signal,
          giveUp: new AbortController().signal,
          exitCode: () => null,
        },
        io: { environment: {}, cwd: '/', processes: ownProcesses, readStdin: async () => '' },
      },
      examination: { evidence: {}, verdicts: [verdict(command)], credentialsRefused: false },
    });
    expect(verdicts[0]?.findings[0]?.remedy.command).toBe(aimed);
  },
);
