import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfig, type Config } from '../../../src/qa/target/config-schema.ts';
import { findUpwards, readConfig } from '../../../src/qa/target/config.ts';

const key = { table: 'a', columns: ['b'], references: { table: 'c', columns: ['d'] } };

const whole: Config = {
  $schema: './s.json',
  target: 'prod',
  targets: {
    prod: {
      baseUrl: 'https://a',
      apiPrefix: '',
      databaseUrl: 'postgresql://h/d',
      environment: 'production',
      commit: 'c',
      version: 'v',
      origin: 'https://b',
    },
  },
  environment: 'e',
  commit: 'c',
  version: 'v',
  origin: 'o',
  thresholds: { warnMs: 0, failMs: 0 },
  apiRoles: ['web'],
  foreignKeys: [],
};

it.each<[string, unknown, Config]>([
  ['nothing', {}, {}],
  ['all that it may hold', whole, whole],
  [
    'a key in the words of SQL, or of code',
    { foreignKeys: [{ ...key, onDelete: 'SET_NULL', onUpdate: 'No  Action', match: 'FULL' }] },
    { foreignKeys: [{ ...key, onDelete: 'set null', onUpdate: 'no action', match: 'full' }] },
  ],
  [
    'a key with a dash',
    { foreignKeys: [{ ...key, onDelete: 'set-default' }] },
    { foreignKeys: [{ ...key, onDelete: 'set default' }] },
  ],
])('a configuration holds %s', (_, json, config) => {
  expect(parseConfig(json, 'q.json')).toEqual(config);
});

const all =
  '$schema, target, targets, environment, commit, version, origin, thresholds, foreignKeys, apiRoles';
const ofKey =
  'name, table, columns, references, onDelete, onUpdate, match, deferrable, initiallyDeferred, period, ' +
  'onDeleteColumns';
const ofTarget = 'baseUrl, apiPrefix, databaseUrl, environment, commit, version, origin';
it.each<[unknown, string]>([
  [[], 'the file should be an object, and is a list.'],
  [null, 'the file should be an object, and is null.'],
  [{ targt: 'a' }, `the file has the unknown key "targt"; allowed are ${all}. Did you mean "target"?`],
  [{ zzzzzz: 1 }, `the file has the unknown key "zzzzzz"; allowed are ${all}.`],
  [
    { targets: { prod: { baseurl: '' } } },
    `targets.prod has the unknown key "baseurl"; allowed are ${ofTarget}. Did you mean "baseUrl"?`,
  ],
  [
    { thresholds: { warn: 1 } },
    'thresholds has the unknown key "warn"; allowed are warnMs, failMs. Did you mean "warnMs"?',
  ],
  [
    { foreignKeys: [{ ...key, onDelte: 'a' }] },
    `foreignKeys[0] has the unknown key "onDelte"; allowed are ${ofKey}. Did you mean "onDelete"?`,
  ],
  [
    { foreignKeys: [{ ...key, references: { ...key.references, colums: 'a' } }] },
    'foreignKeys[0].references has the unknown key "colums"; allowed are table, columns. ' +
      'Did you mean "columns"?',
  ],
  [{ target: '' }, 'target should not be empty.'],
  [{ targets: { prod: { baseUrl: '' } } }, 'targets.prod.baseUrl should not be empty.'],
  [{ thresholds: { warnMs: -1 } }, 'thresholds.warnMs should be at least 0.'],
  [{ thresholds: { failMs: 'slow' } }, 'thresholds.failMs should be a number, and is a text.'],
  [{ foreignKeys: [{ ...key, columns: [] }] }, 'foreignKeys[0].columns should not be empty.'],
  [
    { foreignKeys: [{ ...key, columns: ['b', 'c'] }] },
    'foreignKeys[0] is wrong: columns and references.columns must be equally many.',
  ],
  [
    { foreignKeys: [{ ...key, onDelete: 'drop' }] },
    'foreignKeys[0].onDelete should be one of no action, restrict, cascade, set null, set default.',
  ],
  [{ foreignKeys: [{ ...key, match: 7 }] }, 'foreignKeys[0].match should be one of simple, full, partial.'],
  [{ apiRoles: [1] }, 'apiRoles[0] should be a text, and is a number.'],
])('%j is a mistake, told with its place', (json, said) => {
  let told = '';
  try {
    parseConfig(json, 'q.json');
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told).toBe(`q.json: ${said}`);
});

let directory: string;
let deep: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa config '));
  deep = join(directory, 'a', 'b');
  await mkdir(deep, { recursive: true });
  await writeFile(join(directory, 'qa.config.json'), '{"target":"local"}');
  await writeFile(join(directory, 'broken.json'), '{');
  await writeFile(join(directory, 'wrong.json'), '7');
});
afterAll(() => rm(directory, { recursive: true }));

it('the nearest configuration is read, from here upwards, or the one that was named', async () => {
  expect(await readConfig(deep, undefined)).toEqual({ target: 'local' });
  await writeFile(join(directory, 'a', 'qa.config.json'), '{"target":"prod"}');
  expect(await readConfig(deep, undefined)).toEqual({ target: 'prod' });
  expect(await readConfig(deep, '../../qa.config.json')).toEqual({ target: 'local' });
  expect(await findUpwards(deep, 'broken.json')).toBe(join(directory, 'broken.json'));
  expect(await findUpwards(deep, 'a file that is nowhere')).toBeNull();
});

it.each([
  ['broken.json', /^broken\.json is not JSON: .+\.$/],
  ['wrong.json', /^wrong\.json: the file should be an object, and is a number\.$/],
  ['none.json', /^The configuration none\.json cannot be read: .+\.$/],
])('%s is told as it was named', async (name, said) => {
  await expect(readConfig(directory, name)).rejects.toThrow(said);
});

it('one that was found is told by its path', async () => {
  const place = join(directory, 'c');
  await mkdir(place);
  await writeFile(join(place, 'qa.config.json'), '{');
  await expect(readConfig(place, undefined)).rejects.toThrow(
    `${join(place, 'qa.config.json')} is not JSON: `,
  );
  await writeFile(join(place, 'qa.config.json'), '[]');
  await expect(readConfig(place, undefined)).rejects.toThrow(`${join(place, 'qa.config.json')}: the file `);
});
