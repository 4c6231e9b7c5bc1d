import { expect, it } from 'vitest';
import type { App } from '../../../../src/qa/command.ts';
import { appFor, looksFor } from '../../../../src/qa/commands/diagnose/looks.ts';
import { requireOnlyReports, savedTarget } from '../../../../src/qa/commands/diagnose/saved.ts';
import type { Target } from '../../../../src/qa/target/target.ts';
import { exampleTarget } from '../../../support/example-target.ts';
import { optionsOf } from './options-of.ts';

const target = { ...exampleTarget, databaseUrl: 'postgresql://u:p@h/d' };
const noApi = { ...target, origin: null };
const noDatabase = { ...target, databaseUrl: null };
const usual = '--deadline 60000ms --timeout 10000ms';
const left = {
  api: 'the API: no base URL',
  token: 'the mute endpoints: no token',
  database: 'the database: no URL',
  migrations: 'the migrations of the code: no --versions-dir',
};

it.each<[string, Target, string | null, string[], string[], string[]]>([
  [
    'all access',
    target,
    'token',
    ['--versions-dir', 'a', '--versions-dir', 'b'],
    [
      `verify-railway ${usual}`,
      `verify-mute ${usual}`,
      `inspect-fk ${usual}`,
      `inspect-locks ${usual}`,
      `inspect-sessions ${usual}`,
      `inspect-migrations ${usual} --versions-dir a --versions-dir b`,
    ],
    [],
  ],
  [
    'the API alone, and no token',
    noDatabase,
    null,
    [],
    [`verify-railway ${usual}`],
    [left.token, left.database, left.migrations],
  ],
  [
    'the database alone: a token opens nothing',
    noApi,
    'token',
    [],
    [`inspect-fk ${usual}`, `inspect-locks ${usual}`, `inspect-sessions ${usual}`],
    [left.api, left.migrations],
  ],
  [
    'all that is said of the API',
    noDatabase,
    'token',
    (
      '--target staging --base-url https://a --api-prefix /v2 --config c.json --header A:1 --header B:2 ' +
      '--resolve a:443:10.0.0.1 --insecure --ca-file ca --cert crt --key k --rate 5/s --read-only ' +
      '--expect-commit auto --observe 30s --log l --deadline 2m --timeout 1s'
    ).split(' '),
    [
      'verify-railway --target staging --base-url https://a --api-prefix /v2 --config c.json ' +
        '--deadline 120000ms --timeout 1000ms --header A:1 --header B:2 --resolve a:443:10.0.0.1 ' +
        '--ca-file ca --cert crt --key k --rate 5/s --insecure --expect-commit auto --observe 30s --log l',
      'verify-mute --target staging --base-url https://a --api-prefix /v2 --config c.json ' +
        '--deadline 120000ms --timeout 1000ms --header A:1 --header B:2 --resolve a:443:10.0.0.1 ' +
        '--ca-file ca --cert crt --key k --rate 5/s --insecure --read-only',
    ],
    [left.database, left.migrations],
  ],
  [
    'all that is said of the database, and never its URL',
    noApi,
    null,
    ['--database-url', 'postgresql://u:p@h/d', '--expect', 'keys.json', '--orphans'],
    [
      `inspect-fk ${usual} --expect keys.json --orphans`,
      `inspect-locks ${usual}`,
      `inspect-sessions ${usual}`,
    ],
    [left.api, left.migrations],
  ],
])('what is run with %s', async (_, reached, token, line, looks, leftOut) => {
  const seen = looksFor(await optionsOf(line), reached, token);
  expect(seen.looks.map(({ argv }) => argv.join(' '))).toEqual(looks);
  expect(seen.looks.map(({ command }) => command)).toEqual(looks.map((each) => each.split(' ')[0]));
  expect(seen.notLookedAt.map(({ what, reason }) => `${what}: ${reason}`)).toEqual(leftOut);
});

it('with no access at all there is nothing to look at, even with a token', async () => {
  const options = await optionsOf([]);
  expect(() => looksFor(options, { ...noApi, databaseUrl: null }, 'token')).toThrow(
    'There is nothing to look at: the target "staging" has neither a base URL ' +
      '(--base-url, QA_BASE_URL) nor ' +
      'a database (QA_DATABASE_URL), and --from names no saved report.',
  );
});

it.each<[string, Target, string | null, Record<string, string>]>([
  ['both', target, 't', { PATH: '/bin', QA_TOKEN: 't', QA_DATABASE_URL: 'postgresql://u:p@h/d' }],
  ['neither', noDatabase, null, { PATH: '/bin' }],
])('secrets reach a look by its environment alone: %s', (_, reached, token, environment) => {
  const io: App['io'] = {
    environment: { PATH: '/bin' },
    cwd: '/',
    processes: { own: 1, isRunning: () => false },
    readStdin: async () => '',
  };
  const app = { io } as App;
  expect(appFor(app, reached, token).io).toEqual({ ...io, environment });
});

it.each([
  [['--token-file', 'f'], 'token-file'],
  [['--base-url', 'https://a'], 'base-url'],
  [['--versions-dir', 'd'], 'versions-dir'],
  [['--expect-commit', 'auto'], 'expect-commit'],
  [['--expect', 'f'], 'expect'],
  [['--orphans'], 'orphans'],
  [['--observe', '1s'], 'observe'],
  [['--log', 'f'], 'log'],
  [['--header', 'A: 1'], 'header'],
  [['--ca-file', 'f'], 'ca-file'],
  [['--cert', 'f'], 'cert'],
  [['--key', 'f'], 'key'],
  [['--insecure'], 'insecure'],
  [['--resolve', 'a:1:b'], 'resolve'],
  [['--rate', '1/s'], 'rate'],
])('saved reports are judged without %j', async (line, name) => {
  const options = await optionsOf(['--from', 'a.json', ...line]);
  expect(() => requireOnlyReports(options)).toThrow(
    `--from contacts nothing, so --${name} would be ignored: leave one of them out.`,
  );
});

it('saved reports are judged by all that does not look, and a token is not quoted', async () => {
  const options = await optionsOf([
    '--from',
    'a.json',
    '--target',
    't',
    '--fail-on',
    'never',
    '--deadline',
    '1s',
  ]);
  expect(() => requireOnlyReports(options)).not.toThrow();
  const token = await optionsOf(['a.token.indeed', '--from', 'a.json']);
  expect(() => requireOnlyReports(token)).toThrow(
    '--from contacts nothing, so a token is of no use: give each report a --from of its own.',
  );
});

const saved = (name: string, baseUrl: string | null, database: string | null) => ({
  target: { name, baseUrl, database },
});

it.each([
  ['one report', [saved('a', 'https://a', 'h/d')], saved('a', 'https://a', 'h/d').target],
  [
    'one of the API, one of the database',
    [saved('a', null, 'h/d'), saved('b', 'https://a', null)],
    saved('a', 'https://a', 'h/d').target,
  ],
  [
    'two of one API, of which the first names the database',
    [saved('a', 'https://a', 'h/d'), saved('b', 'https://a', 'h/e')],
    saved('a', 'https://a', 'h/d').target,
  ],
  [
    'one of the API, and one of the database alone',
    [saved('a', 'https://a', null), saved('a', null, 'h/d')],
    saved('a', 'https://a', 'h/d').target,
  ],
  ['no place at all', [saved('a', null, null), saved('b', null, null)], saved('a', null, null).target],
])('%s: the target of the diagnosis', (_, reports, merged) => {
  expect(savedTarget(reports)).toEqual(merged);
});

it('reports of two APIs, or none, are a mistake', () => {
  expect(() => savedTarget([saved('a', 'https://a', null), saved('b', 'https://b', null)])).toThrow(
    'The reports are of two APIs, https://a and https://b: a cause is looked for in one.',
  );
  expect(() => savedTarget([])).toThrow('--from takes the file of a saved JSON report.');
});
