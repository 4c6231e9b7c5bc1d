import { expect, it } from 'vitest';
import { ownProcesses } from '../../support/command-line.ts';
import type { Verdict } from '../../../src/checks/finding.ts';
import { withoutPassword } from '../../../src/checks/postgres/index.ts';
import { followUp, reportOf } from '../../../src/qa/output/report-of.ts';
import type { Target } from '../../../src/qa/target/target.ts';

const target = (flags: readonly string[], databaseFlag: string | null = null): Target => ({
  databaseFlag,
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

it.each([
  ['postgresql://u:p%40ss@h:5433/d?sslmode=require', "'postgresql://u@h:5433/d?sslmode=require'"],
  ['postgres://u:p@ss@h/d?password=secret&connect_timeout=3', "'postgres://u@h/d?connect_timeout=3'"],
  ['postgresql://h/d', 'postgresql://h/d'],
  ['postgresql:///d?host=/run/postgresql&password=x', "'postgresql:///d?host=/run/postgresql'"],
])('of the flag --database-url %s a further command keeps %s, never the password', (url, kept) => {
  const aim = { flags: ['--target local'], databaseFlag: withoutPassword(url) };
  expect(followUp('qa repair-fk k', aim)).toBe(`QA_DATABASE_URL=${kept} qa repair-fk k --target local`);
});

it.each([
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
