import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productExpectations } from '../../../src/checks/foreign-keys/index.ts';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { alsoFlagged, readExpected } from '../../../src/qa/target/database-access.ts';
import { readAddress } from '../../../src/qa/target/read-address.ts';
import type { Target } from '../../../src/qa/target/target.ts';
import { ownProcesses } from '../../support/own-processes.ts';

const key = { table: 'a', columns: ['b'], references: { table: 'c', columns: ['d'] } };
const target: Target = {
  name: 'prod',
  origin: null,
  prefix: '/api',
  databaseUrl: 'postgresql://u@h:5433/d',
  token: null,
  expected: { environment: null, commit: null, version: null },
  page: null,
  config: {},
  flags: ['--target prod'],
  databaseFlag: null,
};

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa access '));
  await writeFile(join(cwd, 'list.json'), JSON.stringify([key]));
  await writeFile(join(cwd, 'snapshot.json'), JSON.stringify({ complete: true, foreignKeys: [key] }));
  await writeFile(join(cwd, 'broken.json'), '{');
  await writeFile(join(cwd, 'wrong.json'), '[{}]');
  await writeFile(join(cwd, 'pgpass'), 'h:5433:d:u:hush-hush\n', { mode: 0o600 });
});
afterAll(() => rm(cwd, { recursive: true }));
const appOf = (environment: Record<string, string> = {}) => ({
  io: { environment, cwd, processes: ownProcesses, readStdin: async () => '' },
  secrets: createSecrets(),
});

it.each<[string, string | undefined, Target['config'], Awaited<ReturnType<typeof readExpected>>]>([
  ["the product's own", undefined, {}, { list: productExpectations, builtIn: true, complete: false }],
  ["the configuration's", undefined, { foreignKeys: [] }, { list: [], builtIn: false, complete: false }],
  ['those of a file', 'list.json', { foreignKeys: [] }, { list: [key], builtIn: false, complete: false }],
  ['those of a snapshot', 'snapshot.json', {}, { list: [key], builtIn: false, complete: true }],
])('expected are %s', async (_, file, config, expected) => {
  expect(await readExpected(file, appOf(), { ...target, config })).toEqual(expected);
});

it.each([
  ['none.json', /^The expectations none\.json cannot be read: .+\.$/],
  ['broken.json', /^The expectations broken\.json cannot be read: .+\.$/],
  ['wrong.json', /^The expectations wrong\.json cannot be read: foreignKeys\[0\]\.table should be .+\.$/],
])('expectations in %s are a mistake, told in a sentence', async (file, said) => {
  await expect(readExpected(file, appOf(), target)).rejects.toThrow(said);
});

it.each<[string | undefined, (string | false)[], string[]]>([
  [undefined, [], ['--target prod']],
  [undefined, [false, '--orphans'], ['--target prod', '--orphans']],
  ["it's.json", ['--orphans', false], ['--target prod', "--expect 'it'\\''s.json'", '--orphans']],
])('a further command with the expectations %s and %j has the flags %j', (expect_, flags, whole) => {
  expect(alsoFlagged(target, expect_, ...flags)).toEqual({ ...target, flags: whole });
});

it.each<[string, string, Record<string, string>, string | null]>([
  ['its URL', 'postgresql://u:hush-hush@h:5433/d', {}, 'hush-hush'],
  ['a variable', 'postgresql://u@h:5433/d', { PGPASSWORD: 'hush-hush' }, 'hush-hush'],
  ['a file', 'postgresql://u@h:5433/d', { PGPASSFILE: 'pgpass' }, 'hush-hush'],
  ['nowhere', 'postgresql://u@h:5433/d', {}, null],
])('a password comes from %s, and is a secret', async (_, databaseUrl, given, password) => {
  const environment = given['PGPASSFILE'] === undefined ? given : { PGPASSFILE: join(cwd, 'pgpass') };
  const app = appOf(environment);
  expect(await readAddress({ ...target, databaseUrl }, app)).toMatchObject({
    host: 'h',
    port: 5433,
    user: 'u',
    database: 'd',
    password,
  });
  expect(app.secrets.redact('hush-hush')).toBe(password === null ? 'hush-hush' : '[redacted]');
});

it('a database that nobody named has no address', async () => {
  await expect(readAddress({ ...target, databaseUrl: null }, appOf())).rejects.toThrow(
    /^The target "prod" has no database: /,
  );
});
