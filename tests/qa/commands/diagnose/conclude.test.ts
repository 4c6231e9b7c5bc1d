import { expect, it } from 'vitest';
import type { Cleanup, Report } from '../../../../src/checks/report.ts';
import { UsageError, type App, type Outcome } from '../../../../src/qa/command.ts';
import { command } from '../../../../src/qa/commands/diagnose/index.ts';
import { createSecrets } from '../../../../src/qa/secrets/secrets.ts';
import { clear, found, unknown } from '../../../checks/causes/verdicts.ts';
import { exampleReport } from '../../../support/example-report.ts';
import { ownProcesses } from '../../../support/own-processes.ts';
import { optionsOf } from './options-of.ts';

type Looks = Readonly<Record<string, Partial<Report> | Error | Outcome | null>>;
const nothingDone: Cleanup = { status: 'not-needed', undo: [] };

/** A diagnosis whose looks end as they are told to; nothing is contacted. */
async function diagnose(
  line: readonly string[],
  looks: Looks,
  { environment = {}, interrupted = null as number | null, stdin = '' } = {},
) {
  const asked: { readonly argv: readonly string[]; readonly environment: App['io']['environment'] }[] = [];
  const { signal } = new AbortController();
  const style = { isTerminal: false, columns: 80, colour: false, ascii: false, links: false };
  const app: App = {
    io: { environment, cwd: '/', processes: ownProcesses, readStdin: async () => stdin },
    version: '7.8.9',
    secrets: createSecrets(),
    interruption: { signal, giveUp: signal, exitCode: () => interrupted },
    runCommand: async (argv, { io }) => {
      asked.push({ argv, environment: io.environment });
      const end = looks[argv[0] ?? ''];
      if (end instanceof Error) throw end;
      if (end === null || end === undefined || 'text' in end) return (end as Outcome) ?? null;
      return { report: exampleReport({ verdicts: [], cleanup: nothingDone, exitCode: 0, ...end } as Report) };
    },
    print: () => undefined,
    reveal: () => undefined,
    say: () => undefined,
    progress: () => undefined,
    terminal: { out: style, err: style },
  };
  const outcome = await command.run(await optionsOf(line), app);
  if (!('report' in outcome)) throw new Error('no report');
  return { report: outcome.report, asked };
}

const api = ['--target', 'prod', '--base-url', 'https://api.example'];
const database = ['--database-url', 'postgresql://u:hush-hush@h/d'];
const clean: Looks = {
  'verify-railway': { verdicts: [clear('unreachable-api')], evidence: { seen: 'railway' } },
  'verify-mute': { verdicts: [clear('lost-mute')], evidence: { seen: 'mute' } },
  'inspect-fk': { verdicts: [clear('wrong-target')] },
  'inspect-locks': { verdicts: [clear('blocked-ddl')] },
  'inspect-sessions': { verdicts: [clear('role-timeout')] },
};

it('a diagnosis that found nothing says where it looked, and what it left out', async () => {
  const { report, asked } = await diagnose([...api, '--fail-on', 'warning'], clean);
  expect(asked.map(({ argv }) => argv[0])).toEqual(['verify-railway']);
  expect(report).toMatchObject({
    schema: 1,
    tool: { name: 'facteur-qa', version: '7.8.9' },
    command: 'diagnose',
    target: { name: 'prod', baseUrl: 'https://api.example', database: null },
    scope: {
      server: null,
      role: null,
      schemas: [],
      tables: null,
      keys: null,
      rows: null,
      requests: null,
      leftOut: [
        { what: 'the mute endpoints', reason: 'no token' },
        { what: 'the database', reason: 'no URL' },
        { what: 'the migrations of the code', reason: 'no --versions-dir' },
      ],
    },
    evidence: { seen: 'railway' },
    verdicts: [clear('unreachable-api')],
    cleanup: nothingDone,
    failOn: 'warning',
    exitCode: 0,
  });
  expect(report.durationMs).toBe(Math.max(0, report.durationMs));
  expect(Date.parse(report.startedAt)).not.toBeNaN();
});

it('each look is given the access by its environment, and what all saw is one report', async () => {
  // The token names no user: no profile is looked for.
  const given = { environment: { QA_TOKEN: 'a-token-that-names-nobody' } };
  const { report, asked } = await diagnose([...api, ...database], clean, given);
  expect(asked.map(({ argv }) => argv[0])).toEqual(Object.keys(clean));
  for (const { argv, environment } of asked) {
    expect(environment).toEqual({ ...given.environment, QA_DATABASE_URL: database[1] });
    expect(argv.join(' ')).not.toMatch(/hush-hush|a-token/);
  }
  expect(report.verdicts.map(({ check }) => check)).toEqual([
    'unreachable-api',
    'lost-mute',
    'wrong-target',
    'blocked-ddl',
    'role-timeout',
  ]);
  expect(report).toMatchObject({ evidence: { seen: 'mute' }, exitCode: 0, target: { database: 'h:5432/d' } });
  expect(JSON.stringify(report)).not.toContain('hush-hush');
});

it.each<[string, string[], Looks, number]>([
  ['all is clear', [], clean, 0],
  ['something is found', [], { ...clean, 'inspect-fk': { verdicts: [found('wrong-target')] } }, 1],
  [
    'what is found makes no run fail',
    ['--fail-on', 'never'],
    { ...clean, 'inspect-fk': { verdicts: [found('wrong-target')] } },
    0,
  ],
  ['something stayed open', [], { ...clean, 'inspect-fk': { verdicts: [unknown('wrong-target')] } }, 3],
  ['a look was not let in', [], { ...clean, 'inspect-locks': { exitCode: 4 } }, 4],
  [
    'a look could not undo all',
    [],
    { ...clean, 'inspect-locks': { cleanup: { status: 'incomplete', undo: ['qa recover'] } } },
    5,
  ],
])('where %s, %j ends so', async (_, more, looks, code) => {
  const { report } = await diagnose([...api, ...database, ...more], looks);
  expect(report.exitCode).toBe(code);
  const cleanup = looks['inspect-locks'] as Partial<Report>;
  expect(report.cleanup).toEqual(cleanup.cleanup ?? nothingDone);
});

it('an interrupted diagnosis ends as the interrupt says', async () => {
  const { report } = await diagnose([...api], clean, { interrupted: 130 });
  expect(report.exitCode).toBe(130);
});

it.each<[string, Looks[string], string, number]>([
  ['breaks', new Error('it broke'), 'qa inspect-fk could not look: it broke', 3],
  [
    'was given a wrong flag',
    new UsageError('no such file.'),
    'qa inspect-fk could not look: no such file.',
    3,
  ],
  ['has no access', new UsageError('too long a token.', 4), 'qa inspect-fk could not look: too long', 4],
  ['ends without a word', null, 'qa inspect-fk could not look: it ended without a report', 3],
  ['ends with a text', { text: 'a', exitCode: 0 }, 'qa inspect-fk could not look: it ended without', 3],
])('a look that %s leaves its checks open, and the others go on', async (_, end, reason, code) => {
  const { report } = await diagnose([...api, ...database], { ...clean, 'inspect-fk': end });
  const [, look] = report.verdicts;
  expect(look).toMatchObject({ check: 'inspect-fk', status: 'unknown', findings: [] });
  expect(look?.reason?.startsWith(reason)).toBe(true);
  expect(report.verdicts).toHaveLength(4);
  expect([report.exitCode, report.cleanup]).toEqual([code, nothingDone]);
});

it('where no look could begin, the first mistake is the user’s answer', async () => {
  const mistake = new UsageError('first.');
  const looks = Object.fromEntries(Object.keys(clean).map((name) => [name, new UsageError('other.')]));
  await expect(diagnose([...api, ...database], { ...looks, 'verify-railway': mistake })).rejects.toBe(
    mistake,
  );
  await expect(diagnose(api, { 'verify-railway': mistake })).rejects.toBe(mistake);
  const broken = await diagnose([...api, ...database], { ...looks, 'inspect-sessions': new Error('broke') });
  expect(broken.report.verdicts).toHaveLength(4);
  expect((await diagnose(api, { 'verify-railway': new Error('broke') })).report.exitCode).toBe(3);
});

it('a cause that a look confirms is told with what to paste, aimed at the same target', async () => {
  const sql = { advice: '', sql: ['alter role api reset statement_timeout;'], command: null };
  const looks = { ...clean, 'inspect-locks': { verdicts: [found('gateway-error', { remedy: sql })] } };
  const { report } = await diagnose([...api, ...database], looks);
  expect(report.diagnosis).toMatchObject({ status: 'caused', cause: 'gateway-failure' });
  const lines = report.diagnosis?.hypotheses.flatMap(({ doNow, wouldDecide }) => [...doNow, ...wouldDecide]);
  expect(lines).toContain(
    'QA_DATABASE_URL=postgresql://u@h/d qa inspect-locks --target prod --base-url https://api.example',
  );
  expect(lines?.filter((line) => line.includes('$DATABASE_URL'))).toEqual([]);
});

it('saved reports are judged again, and no look is run', async () => {
  const saved = exampleReport({ verdicts: [found('gateway-error')], evidence: { journey: 'unread' } });
  const given = { stdin: JSON.stringify(saved) };
  const { report, asked } = await diagnose(['--from=-'], clean, given);
  expect(asked).toEqual([]);
  expect(report).toMatchObject({
    command: 'diagnose',
    target: saved.target,
    scope: { leftOut: [], tables: null },
    evidence: { journey: 'unread' },
    verdicts: saved.verdicts,
    diagnosis: { status: 'caused', cause: 'gateway-failure' },
    cleanup: saved.cleanup,
    exitCode: 1,
  });
  const refused = JSON.stringify({ ...saved, exitCode: 4 });
  expect((await diagnose(['--from=-'], clean, { stdin: refused })).report.exitCode).toBe(4);
  await expect(diagnose(['--from=-', '--orphans'], clean, given)).rejects.toThrow(
    '--from contacts nothing, so --orphans would be ignored: leave one of them out.',
  );
});
