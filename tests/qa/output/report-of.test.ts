import { expect, it } from 'vitest';
import { ownProcesses } from '../../support/own-processes.ts';
import { clear, found, skipped } from '../../checks/causes/verdicts.ts';
import type { Verdict } from '../../../src/checks/finding.ts';
import { withoutPassword } from '../../../src/checks/postgres/index.ts';
import { aimedDiagnosis, followUp } from '../../../src/qa/output/follow-up.ts';
import { reportOf, targetOf, type Reported } from '../../../src/qa/output/report-of.ts';
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
  ['qa inspect-migrations --version-schema app', 'qa inspect-migrations --version-schema app --target local'],
  ['qa inspect-migrations --version-schema=app', 'qa inspect-migrations --version-schema=app --target local'],
  ['qa inspect-migrations', 'qa inspect-migrations --version-schema public --target local'],
])('what %s says itself is not said again by the flags of the run', (command, whole) => {
  const flags = ['--version-schema public', '--target local'];
  expect(followUp(command, { flags, databaseFlag: null })).toBe(whole);
});

const io = { environment: {}, cwd: '/', processes: ownProcesses, readStdin: async () => '' };
const reported = (changes: Partial<Reported>): Reported => ({
  command: 'verify-mute',
  target: target([]),
  startedAt: new Date(),
  failOn: 'error',
  app: {
    version: '0',
    interruption: {
      signal: new AbortController().signal,
      giveUp: new AbortController().signal,
      exitCode: () => null,
    },
    io,
  },
  examination: { evidence: {}, verdicts: [verdict(null)], credentialsRefused: false },
  ...changes,
});

it.each([
  ['qa inspect-fk t', ['--target local'], 'qa inspect-fk t --target local'],
  ['qa inspect-fk t', [], 'qa inspect-fk t'],
  ['curl -sS http://127.0.0.1:8000/api', ['--target local'], 'curl -sS http://127.0.0.1:8000/api'],
  [null, ['--target local'], null],
])(
  'the command %o of a run with %o is %o: pasted, it looks at the same target',
  async (command, flags, aimed) => {
    const examination = { evidence: {}, verdicts: [verdict(command)], credentialsRefused: false };
    const { verdicts } = await reportOf(reported({ target: target(flags), examination }));
    expect(verdicts[0]?.findings[0]?.remedy.command).toBe(aimed);
  },
);

const examined = (...verdicts: Verdict[]) => ({ evidence: {}, verdicts, credentialsRefused: false });

it('of a run that judged nothing, what was left out stayed open; else it was left out', async () => {
  const nothing = await reportOf(reported({ examination: examined(skipped('a'), skipped('b')) }));
  expect(nothing.verdicts.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  expect(nothing).toMatchObject({
    schema: 1,
    tool: { name: 'facteur-qa', version: '0' },
    exitCode: 3,
    verdicts: [{ reason: 'it does not apply here' }, {}],
  });
  const part = await reportOf(reported({ examination: examined(skipped('a'), clear('b')) }));
  expect(part.verdicts.map(({ status }) => status)).toEqual(['skipped', 'clear']);
  expect(part).toMatchObject({ exitCode: 0, diagnosis: null });
  const silenced = await reportOf(reported({ examination: examined(skipped('a')), silenced: 1 }));
  expect(silenced).toMatchObject({ exitCode: 0, verdicts: [{ status: 'skipped' }] });
});

it('when each probe looked is told where it is known', async () => {
  const timings = [{ name: 'health', startedMs: 1, durationMs: 2, observed: true }];
  const told = await reportOf(reported({ examination: { ...examined(clear('a')), timings } }));
  expect(told.probes).toEqual(timings);
  expect(await reportOf(reported({ examination: examined(clear('a')) }))).not.toHaveProperty('probes');
});

it('causes are told where the evidence names one or points at one, and only those', async () => {
  const named = await reportOf(
    reported({ examination: examined(found('gateway-error'), clear('wrong-host')) }),
  );
  expect(named.diagnosis).toMatchObject({ status: 'caused', cause: 'gateway-failure' });
  // What nothing points at is no news.
  const possible = named.diagnosis?.hypotheses.filter(({ status }) => status === 'possible') ?? [];
  expect(possible.filter(({ because }) => because.length === 0)).toEqual([]);
  expect(
    (await reportOf(reported({ examination: examined(found('slug-of-nothing')) }))).diagnosis,
  ).toBeNull();
});

it('a target is named without its password, and as assumed where nobody named it', () => {
  const databaseUrl = 'postgresql://u:hush-hush@h:5433/d';
  expect(targetOf({ ...target([]), databaseUrl, assumed: true }, { io })).toEqual({
    name: 'local',
    baseUrl: 'http://127.0.0.1:8000',
    database: 'h:5433/d',
    assumed: true,
  });
  expect(targetOf(target([]), { io })).toEqual({
    name: 'local',
    baseUrl: 'http://127.0.0.1:8000',
    database: null,
  });
});

it.each<[string, Parameters<typeof aimedDiagnosis>[1], string]>([
  [
    'qa inspect-fk --database-url "$DATABASE_URL"',
    { flags: [], databaseUrl: null, databaseFlag: null },
    'qa inspect-fk --database-url "$DATABASE_URL"',
  ],
  [
    'qa inspect-fk --database-url "$DATABASE_URL"',
    { flags: ['--target local'], databaseUrl: 'postgresql://h/d', databaseFlag: null },
    'qa inspect-fk --target local',
  ],
  [
    'qa inspect-fk --database-url "$DATABASE_URL"',
    { flags: [], databaseUrl: 'postgresql://h/d', databaseFlag: 'postgresql://h/d' },
    'QA_DATABASE_URL=postgresql://h/d qa inspect-fk',
  ],
  [
    'qa verify-railway --target local',
    { flags: ['--target local', '--api-prefix /v2'], databaseUrl: 'x', databaseFlag: 'postgresql://h/d' },
    'qa verify-railway --target local --api-prefix /v2',
  ],
  // A line that waits for a token looks, pasted, as if it hung.
  [
    'qa verify-mute -',
    { flags: ['--target local'], databaseUrl: null, databaseFlag: null },
    'qa verify-mute - --target local',
  ],
  [
    'qa verify-mute -',
    { flags: ['--target local'], databaseUrl: null, databaseFlag: null, tokenWords: [] },
    'qa verify-mute --target local',
  ],
  [
    'qa diagnose - --database-url "$DATABASE_URL"',
    { flags: [], databaseUrl: 'x', databaseFlag: null, tokenWords: ['--token-file', "'a token'"] },
    "qa diagnose --token-file 'a token'",
  ],
  [
    'alembic merge heads',
    { flags: ['--target local'], databaseUrl: null, databaseFlag: 'postgresql://h/d' },
    'alembic merge heads',
  ],
])('what would decide, or cure, by %s looks at the same target', (command, aim, aimed) => {
  const hypothesis = {
    cause: 'a',
    status: 'possible' as const,
    title: '',
    because: [],
    wouldDecide: [command],
    explains: [],
    advice: '',
    doNow: [command],
  };
  const { hypotheses } = aimedDiagnosis(
    { status: 'inconclusive', cause: null, hypotheses: [hypothesis] },
    aim,
  );
  expect(hypotheses).toEqual([{ ...hypothesis, wouldDecide: [aimed], doNow: [aimed] }]);
});
