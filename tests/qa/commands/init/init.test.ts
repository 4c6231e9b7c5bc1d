import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { runLine, unwrapped } from '../../../support/command-line.ts';
import { startReferenceApi, type ReferenceApi } from '../../../support/reference-api.ts';
import { createRole, type SessionRole } from '../../../support/session-role.ts';

let api: ReferenceApi;
let reader: SessionRole;
let cwd: string;
beforeAll(async () => {
  api = await startReferenceApi();
  reader = await createRole(api.database);
  await api.database.query(`grant select on all tables in schema public to ${reader.name}`);
});
afterAll(async () => {
  await reader.drop();
  await api.close();
});
beforeEach(async () => void (cwd = await mkdtemp(join(tmpdir(), 'qa init '))));
afterEach(() => rm(cwd, { recursive: true }));

const init = (argv: readonly string[], around: Parameters<typeof runLine>[1] = {}) =>
  runLine(['init', ...argv], { cwd, ...around });
const config = async (): Promise<unknown> => JSON.parse(await readFile(join(cwd, 'qa.config.json'), 'utf8'));
/** Without what differs from run to run, and so without the line breaks that follow from it. */
const steady = (text: string): string =>
  text
    .replaceAll(/\n {3,}/g, ' ')
    .replaceAll(api.baseUrl, 'http://API')
    .replaceAll(new URL(api.databaseUrl).host, 'DATABASE')
    .replaceAll(/test_\w+/g, 'NAME')
    .replaceAll(cwd, 'HERE')
    .replaceAll(/\d+ ms/g, 'N ms')
    .replaceAll(/PostgreSQL 18\.\d+/g, 'PostgreSQL 18')
    .replaceAll(/until \S+ \S+ UTC/g, 'until THEN');
const secret = 'secret-of-the-test';

it('writes what flags say, without the password, and says what is seen with it', async () => {
  const flags = [
    '--base-url',
    `${api.baseUrl}/api`,
    '--database-url',
    reader.url,
    '--environment',
    'production',
  ];
  const { code, stdout, stderr } = await init(flags, { environment: { QA_TOKEN: api.token } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const url = new URL(reader.url);
  url.password = '';
  expect(await config()).toEqual({
    targets: { prod: { baseUrl: api.baseUrl, databaseUrl: url.href, environment: 'production' } },
  });
  expect(steady(unwrapped(stdout))).toContain(
    'Written into HERE/qa.config.json: targets.prod, with baseUrl, databaseUrl, environment.',
  );
  expect(unwrapped(stdout)).toContain('The password is not in it');
  expect(stdout).not.toContain(secret);
});

it('a transcript of --check, with all there is', async () => {
  const { code, stdout } = await init(
    ['--check', '--base-url', api.baseUrl, '--database-url', api.databaseUrl],
    { environment: { QA_TOKEN: api.token } },
  );
  expect(code).toBe(0);
  await expect(steady(stdout)).toMatchFileSnapshot('./all.txt');
  expect(await readdir(cwd)).toEqual([]);
});

it('a transcript of --check, with nothing that answers', async () => {
  const { code, stdout } = await init([
    '--check',
    '--base-url',
    'http://127.0.0.1:1',
    '--database-url',
    'postgresql://u@127.0.0.1:1/d',
  ]);
  expect(code).toBe(3);
  await expect(stdout).toMatchFileSnapshot('./nothing.txt');
  expect(stdout).not.toContain('✔');
});

interface Told {
  readonly exitCode: number;
  readonly places: Record<string, { readonly state: string; readonly says: string }>;
  readonly commands: readonly { readonly command: string; readonly sees: string }[];
}
const asked = async (argv: readonly string[], environment: Record<string, string> = {}) => {
  const { code, stdout } = await init(['--check', '--format', 'json', ...argv], { environment });
  const told = JSON.parse(stdout) as Told;
  expect(told.exitCode).toBe(code);
  const sees = Object.fromEntries(told.commands.map(({ command, sees: seen }) => [command, seen]));
  return { code, sees, places: told.places };
};

it('a role that may only read: its rights, and what they do not reach', async () => {
  const { code, sees } = await asked(['--database-url', reader.url]);
  expect(code).toBe(0);
  expect(sees).toMatchObject({
    'verify-mute': 'nothing',
    'inspect-fk': 'all',
    'inspect-locks': 'part',
    'inspect-migrations': 'all',
    'repair-fk': 'part',
    diagnose: 'part',
  });
});

it('a wrong password is told as refused, ends with 4, and shows nowhere', async () => {
  const wrong = new URL(reader.url);
  wrong.password = 'not-the-password-of-the-test';
  const { code, stdout, stderr } = await init(['--check'], { environment: { QA_DATABASE_URL: wrong.href } });
  expect(code).toBe(4);
  expect(stdout).toMatch(/^✖ Turned away by what "prod" has: the database\n/);
  expect(stdout + stderr).not.toContain('not-the-password');
  expect(stdout).not.toContain('✔');
});

it.each<[string, () => Promise<string>, string]>([
  ['expired', () => api.mintToken({ expiresIn: -60 }), 'has expired'],
  ['malformed', async () => 'not.a-token', 'it has 2 parts between its dots'],
])('a token that is %s is told as refused, and ends with 4', async (_, mint, says) => {
  const { code, places, sees } = await asked(['--base-url', api.baseUrl], { QA_TOKEN: await mint() });
  expect(code).toBe(4);
  expect(places['token']).toEqual({ state: 'refused', says: expect.stringContaining(says) });
  expect(sees['verify-mute']).toBe('nothing');
});

it('nothing to look at is a mistake', async () => {
  const { code, stdout, stderr } = await init(['--check']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(unwrapped(stderr)).toBe(
    'qa: There is nothing to look at: the target "prod" has neither a base URL ' +
      '(--base-url, QA_BASE_URL) nor ' +
      'a database (QA_DATABASE_URL); qa init writes them down.\n',
  );
});

it('a file that is there is changed only when told so, and keeps what else it says', async () => {
  const before = {
    thresholds: { warnMs: 800 },
    targets: { staging: { baseUrl: 'https://s' }, prod: { commit: 'abc1234' } },
  };
  await writeFile(join(cwd, 'qa.config.json'), JSON.stringify(before));
  const flags = ['--base-url', api.baseUrl];
  const refused = await init(flags);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('was not changed: --force changes targets.prod in it');
  expect(await config()).toEqual(before);
  const no = await init(flags, { ask: async () => 'no' });
  expect(no.code).toBe(2);
  expect(await config()).toEqual(before);
  expect((await init([...flags, '--force'])).code).toBe(0);
  const after = {
    ...before,
    targets: { ...before.targets, prod: { commit: 'abc1234', baseUrl: api.baseUrl } },
  };
  expect(await config()).toEqual(after);
  await writeFile(join(cwd, 'qa.config.json'), JSON.stringify(before));
  expect((await init(flags, { ask: async () => 'yes' })).code).toBe(0);
  expect(await config()).toEqual(after);
});

it('a file that is mistaken is not written over', async () => {
  await writeFile(join(cwd, 'qa.config.json'), '{ "target');
  const { code, stderr } = await init(['--base-url', api.baseUrl, '--force']);
  expect(code).toBe(2);
  expect(stderr).toContain('is not JSON');
  expect(await readFile(join(cwd, 'qa.config.json'), 'utf8')).toBe('{ "target');
});

it('asks at a terminal, says where things are found, and asks again after a mistake', async () => {
  const questions: string[] = [];
  const answers = [
    'ftp://host',
    api.baseUrl,
    'postgresql://u:[YOUR-PASSWORD]@127.0.0.1:1/d',
    '',
    'https://app.example',
  ];
  const { code, stderr, stdout } = await init([], {
    ask: async (question) => {
      questions.push(question);
      return answers.shift() ?? '';
    },
  });
  expect(code).toBe(3);
  expect(questions.join('')).toMatch(
    /Public Networking[^]*pooler\.supabase\.com:5432[^]*db\.PROJECT\.supabase\.co/,
  );
  expect(stderr).toContain('begins with ftp://');
  expect(await config()).toEqual({
    targets: {
      prod: {
        baseUrl: api.baseUrl,
        databaseUrl: 'postgresql://u@127.0.0.1:1/d',
        origin: 'https://app.example',
      },
    },
  });
  // `[YOUR-PASSWORD]` is not a password, so nothing has to be kept elsewhere.
  expect(unwrapped(stdout)).not.toContain('The password is not in it');
});

it.each<[string, readonly string[], string]>([
  ['nobody to ask and no flag', [], 'Nobody can be asked here: give --base-url or --database-url'],
  ['an address that is none', ['--base-url', 'api.example.com'], 'has no scheme: write https://host'],
  ['a database of another kind', ['--database-url', 'mysql://h/d'], 'only postgresql:// and postgres://'],
  ['a page that is none', ['--origin', 'app'], '--origin "app" is not a page'],
  ['a page of another kind', ['--origin', 'shttp://h'], '--origin "shttp://h" is not a page'],
  ['a name with a blank', ['--target', 'a b', '--base-url', 'https://a'], 'write it as prod or staging-2'],
  ['a file below a file', ['--config', '/dev/null/x', '--base-url', 'https://a'], 'cannot be written'],
  ['the name of qa dev', ['--target', 'local', '--base-url', 'https://a'], 'give --target another name'],
])('%s is a mistake, and nothing is written', async (_, argv, says) => {
  const { code, stdout, stderr } = await init(argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(await readdir(cwd)).toEqual([]);
});

it('each question says what is meant by it, and Enter at all of them writes nothing', async () => {
  const questions: string[] = [];
  const { code, stderr } = await init(['--target', 'staging'], {
    ask: async (question) => {
      questions.push(question);
      return '';
    },
  });
  expect(questions.map((question) => question.split('\n'))).toEqual([
    ['', expect.stringMatching(/^ {2}Railway: /), expect.any(String), 'The API of staging, https://host: '],
    expect.arrayContaining([
      expect.stringMatching(/^ {2}Supabase: /),
      'Its database, postgresql://user@host:port/name: ',
    ]),
    ['', 'The environment that the deployment reports, such as production: '],
    ['', "The web app's page, to judge CORS for, https://host: "],
  ]);
  expect(code).toBe(2);
  expect(unwrapped(stderr)).toBe(
    'qa: Enter leaves a question out. A password may be typed: it is used once, and written nowhere.\n' +
      'qa: Nothing was answered, so nothing was written: qa init --check looks without.\n',
  );
  expect(await readdir(cwd)).toEqual([]);
});

it('what is typed is kept key by key', async () => {
  const answers = ['', '', 'production', 'https://app.example/path'];
  await init([], { ask: async () => answers.shift() ?? '' });
  expect(await config()).toEqual({
    targets: { prod: { environment: 'production', origin: 'https://app.example' } },
  });
});

it.each<[string, readonly string[], Record<string, string>, string, string]>([
  ['the flag', ['--target', 'staging-2.b'], { QA_TARGET: 'other' }, 'qa.config.json', 'staging-2.b'],
  ['QA_TARGET', [], { QA_TARGET: 'staging' }, 'qa.config.json', 'staging'],
  ['nobody', [], { QA_TARGET: '' }, 'qa.config.json', 'prod'],
  ['nobody, into a file of another name', ['--config', 'other.json'], {}, 'other.json', 'prod'],
])('the target that %s names is written, with its prefix', async (_, argv, environment, file, name) => {
  await init([...argv, '--base-url', api.baseUrl, '--api-prefix', '/api/'], { environment });
  expect(await readdir(cwd)).toEqual([file]);
  expect(JSON.parse(await readFile(join(cwd, file), 'utf8'))).toEqual({
    targets: { [name]: { baseUrl: api.baseUrl, apiPrefix: '/api' } },
  });
});

it("the configuration's own target is the one to change, but not in another file", async () => {
  const before = { target: 'staging', targets: { staging: { commit: 'abc1234' } } };
  await writeFile(join(cwd, 'qa.config.json'), JSON.stringify(before));
  await init(['--base-url', api.baseUrl, '--force']);
  expect(await config()).toEqual({
    target: 'staging',
    targets: { staging: { commit: 'abc1234', baseUrl: api.baseUrl } },
  });
  await init(['--base-url', api.baseUrl, '--config', 'other.json']);
  expect(JSON.parse(await readFile(join(cwd, 'other.json'), 'utf8'))).toEqual({
    targets: { prod: { baseUrl: api.baseUrl } },
  });
});

it.each([
  ['y', true],
  ['YES', true],
  ['nay', false],
  ['yes please', false],
  ['', false],
])('asked whether the file may be changed, %j means %s', async (answer, isConsent) => {
  const path = join(cwd, 'qa.config.json');
  await writeFile(path, '{}');
  const questions: string[] = [];
  const { stderr } = await init(['--base-url', 'http://127.0.0.1:1'], {
    ask: async (question) => {
      questions.push(question);
      return answer;
    },
  });
  expect(questions).toEqual([
    `${path} is there.\nChange targets.prod in it, and leave the rest as it is? (yes/no) `,
  ]);
  expect(await config()).toEqual(isConsent ? { targets: { prod: { baseUrl: 'http://127.0.0.1:1' } } } : {});
  expect(unwrapped(stderr)).toBe(
    isConsent
      ? ''
      : `qa: ${path} was not changed: --config FILE writes another, and qa init --check writes nothing.\n`,
  );
});

it.each([
  ['QA_DATABASE_URL', 'postgresql://u@127.0.0.1:1/elsewhere', '127.0.0.1:1/elsewhere'],
  ['DATABASE_URL', 'postgresql://u@127.0.0.1:1/elsewhere', '127.0.0.1:1/elsewhere'],
  ['NOTHING', '', '127.0.0.1:1/flag'],
])('with %s in the environment the look sees what later commands will', async (name, url, seen) => {
  const { stdout } = await init(
    ['--database-url', 'postgresql://u:secret@127.0.0.1:1/flag', '--format', 'json'],
    { environment: { [name]: url } },
  );
  const { target, written } = JSON.parse(stdout) as { target: { database: string }; written: string[] };
  expect(target.database).toBe(seen);
  expect(written.filter((line) => line.startsWith(`${name} stands`))).toHaveLength(url === '' ? 0 : 1);
});

it.each(['environment', 'origin', 'token-file', 'deadline'])('--%s twice is a mistake', async (option) => {
  const { code, stderr } = await init([`--${option}`, '1s', `--${option}`, '1s']);
  expect(code).toBe(2);
  expect(stderr).toContain(`--${option} was given 2 times`);
});

it('an interrupt at a question ends with 130, and nothing is written', async () => {
  let interrupt: (signal: 'SIGINT') => void = () => undefined;
  const { code, stderr } = await init([], {
    onSignal: (listener) => {
      interrupt = listener;
      return () => undefined;
    },
    ask: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        interrupt('SIGINT');
      }),
  });
  expect(code).toBe(130);
  expect(stderr).toContain('Interrupted; nothing was changed.');
  expect(await readdir(cwd)).toEqual([]);
});
