import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { ownProcesses } from '../../support/own-processes.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { requireDatabaseUrl, requireOrigin, resolveTarget } from '../../../src/qa/target/target.ts';

let directory: string;
let cwd: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa target '));
  cwd = join(directory, 'deep', 'down');
  await mkdir(cwd, { recursive: true });
  await mkdir(join(directory, '.qa'));
  await writeFile(
    join(directory, 'qa.config.json'),
    JSON.stringify({
      commit: 'abc1234',
      targets: {
        prod: { baseUrl: 'https://configured.example.com', databaseUrl: 'postgresql://configured/db' },
        staging: { baseUrl: 'https://staging.example.com/v2', apiPrefix: '/v2', commit: 'def5678' },
      },
    }),
  );
  const dev = {
    schema: 1,
    baseUrl: 'http://127.0.0.1:8000',
    apiPrefix: '/api',
    token: 'a-token-of-the-dev-server',
    databaseUrl: 'postgresql://127.0.0.1/dev',
  };
  await writeFile(join(directory, '.qa', 'dev.json'), JSON.stringify(dev));
});
afterAll(() => rm(directory, { recursive: true }));

const resolve = (
  options: Parameters<typeof resolveTarget>[0] = {},
  environment: Record<string, string> = {},
) =>
  resolveTarget(options, {
    io: { environment, cwd, processes: ownProcesses, readStdin: async () => '' },
    secrets: createSecrets(),
  });

describe('a target', () => {
  it('takes the flag before the environment before the nearest configuration', async () => {
    const environment = {
      QA_BASE_URL: 'https://environment.example.com',
      QA_DATABASE_URL: 'postgresql://environment/db',
      DATABASE_URL: 'postgresql://other/db',
    };
    const flags = { baseUrl: 'https://flag.example.com', databaseUrl: 'postgresql://flag/db' };
    expect(await resolve(flags, environment)).toMatchObject({
      name: 'prod',
      origin: 'https://flag.example.com',
      databaseUrl: 'postgresql://flag/db',
    });
    expect(await resolve({}, environment)).toMatchObject({
      origin: 'https://environment.example.com',
      databaseUrl: 'postgresql://environment/db',
    });
    expect(await resolve({}, { DATABASE_URL: 'postgresql://other/db' })).toMatchObject({
      databaseUrl: 'postgresql://other/db',
    });
    expect(await resolve()).toMatchObject({
      origin: 'https://configured.example.com',
      databaseUrl: 'postgresql://configured/db',
      expected: { commit: 'abc1234' },
    });
  });

  it('has settings of its own before those at the top of the file', async () => {
    const staging = {
      name: 'staging',
      origin: 'https://staging.example.com',
      prefix: '/v2',
      expected: { commit: 'def5678' },
    };
    expect(await resolve({ target: 'staging' })).toMatchObject(staging);
    expect(await resolve({}, { QA_TARGET: 'staging' })).toMatchObject(staging);
    expect(await resolve({ target: 'prod' }, { QA_TARGET: 'staging' })).toMatchObject({ name: 'prod' });
  });

  it('local is what qa dev started; its token goes nowhere else', async () => {
    expect(await resolve({ target: 'local' })).toMatchObject({
      origin: 'http://127.0.0.1:8000',
      token: 'a-token-of-the-dev-server',
      databaseUrl: 'postgresql://127.0.0.1/dev',
    });
    expect(await resolve({ target: 'local', baseUrl: 'https://elsewhere.example.com' })).toMatchObject({
      token: null,
    });
  });

  it.each(['https://host', 'https://host/', 'https://host/api', 'https://host/api/'])(
    '%s is understood, the prefix not doubled',
    async (baseUrl) => {
      expect(await resolve({ baseUrl })).toMatchObject({ origin: 'https://host', prefix: '/api' });
    },
  );

  it.each(['postgres://u@h/d', 'postgresql+psycopg://u@h/d', 'postgresql+asyncpg://u@h/d'])(
    '%s is accepted',
    async (databaseUrl) => {
      expect(await resolve({ databaseUrl })).toMatchObject({ databaseUrl });
    },
  );

  it('says which flags mean it again, quoted for a shell, and never the database', async () => {
    expect(await resolve({ target: 'staging', databaseUrl: 'postgresql://u:hush@h/d' })).toMatchObject({
      flags: ['--target staging'],
    });
    expect(await resolve({ baseUrl: 'https://host', apiPrefix: '/v2' })).toMatchObject({
      flags: ['--base-url https://host', '--api-prefix /v2'],
    });
    await writeFile(join(directory, "it's mine.json"), '{}');
    expect(await resolve({ config: join(directory, "it's mine.json") })).toMatchObject({
      flags: [`--config '${directory}/it'\\''s mine.json'`],
    });
    expect(await resolve({}, { QA_TARGET: 'staging' })).toMatchObject({ flags: [] });
  });
});

describe('what is known of a target', () => {
  const configured = { baseUrl: 'https://configured.example.com', databaseUrl: 'postgresql://configured/db' };
  it.each<[string, Parameters<typeof resolve>[0], Record<string, string>, boolean | undefined]>([
    ['as it is configured', {}, {}, undefined],
    ['with another base URL', { baseUrl: 'https://host' }, {}, true],
    ['with another database', { databaseUrl: 'postgresql://h/d' }, {}, true],
    ['with the same by flags', configured, {}, undefined],
    ['with another base URL, and named', { target: 'prod', baseUrl: 'https://host' }, {}, undefined],
    [
      'with another base URL, and named outside',
      { baseUrl: 'https://host' },
      { QA_TARGET: 'prod' },
      undefined,
    ],
  ])('a target is assumed %s: %s', async (_, options, environment, assumed) => {
    expect((await resolve(options, environment)).assumed).toBe(assumed);
  });

  it.each<[Parameters<typeof resolve>[0], Record<string, string>, string[] | undefined]>([
    [{}, {}, undefined],
    [{}, { QA_TOKEN: 'x' }, []],
    [{}, { QA_TOKEN: '' }, undefined],
    [{ tokenFile: 'my token' }, { QA_TOKEN: 'x' }, ['--token-file', "'my token'"]],
    [{ target: 'local' }, {}, []],
    [{ target: 'local', baseUrl: 'https://host' }, {}, undefined],
  ])('with %j and %j another run finds its token with %j', async (options, environment, words) => {
    expect((await resolve(options, environment)).tokenWords).toEqual(words);
  });

  it('is asked for where it is needed and not there', async () => {
    const target = await resolve({ target: 'staging' });
    expect(requireOrigin(target)).toBe('https://staging.example.com');
    expect(() => requireDatabaseUrl(target)).toThrow(
      /^The target "staging" has no database: set QA_DATABASE/,
    );
    expect(() => requireOrigin({ ...target, origin: null })).toThrow(
      /^The target "staging" has no base URL:/,
    );
    const local = { ...target, name: 'local', origin: null };
    expect(() => requireOrigin(local)).toThrow(/^No dev server is known here: .* --base-url http:/);
    expect(() => requireDatabaseUrl(local)).toThrow(
      /^No dev server is known here: .* --database-url postgres/,
    );
    expect(requireDatabaseUrl(await resolve())).toBe('postgresql://configured/db');
  });

  it('a password is a secret, unless it is a name that stands there anyway', async () => {
    const shown = async (url: string): Promise<string> => {
      const secrets = createSecrets();
      const io = { environment: {}, cwd, processes: ownProcesses, readStdin: async () => '' };
      await resolveTarget({ databaseUrl: url }, { io, secrets });
      return secrets.redact('hush-hush');
    };
    expect(await shown('postgresql://u:hush-hush@h/d')).toBe('[redacted]');
    expect(await shown('postgresql://hush-hush:hush-hush@h/d')).toBe('hush-hush');
    expect(await shown('postgresql://u:hush-hush@h/hush-hush')).toBe('hush-hush');
  });

  it.each<[Parameters<typeof resolve>[0], string]>([
    [
      { target: 'stagin' },
      'There is no target "stagin" for --target: known are prod, local, staging. Did you',
    ],
    [{ apiPrefix: 'api' }, '--api-prefix "api" is not a path: write it as /api.'],
    [{ apiPrefix: '/a b' }, '--api-prefix "/a b" is not a path'],
    [{ baseUrl: 'host' }, 'The base URL "host" has no scheme: write https://host.'],
    [{ baseUrl: '//https://host' }, 'The base URL "//https://host" has no scheme: write https://host.'],
    [
      { baseUrl: 'https://a b' },
      'The base URL "https://a b" cannot be read: write https://host or https://h',
    ],
    [{ baseUrl: 'ftp://host' }, 'The base URL begins with ftp://: write https://host.'],
    [{ baseUrl: 'https://u@host' }, 'The base URL holds credentials: write https://host, and give the token'],
    [{ baseUrl: 'https://:p@host' }, 'The base URL holds credentials: write https://host'],
    [{ baseUrl: 'https://host/?a=b' }, 'The base URL has a query or a fragment: write https://host.'],
    [{ baseUrl: 'https://host/#a' }, 'The base URL has a query or a fragment: write https://host.'],
    [
      { baseUrl: 'https://host/v3/' },
      'The base URL has the path /v3: write https://host, and --api-prefix /v3',
    ],
    [{ config: 'gone.json' }, 'The configuration gone.json cannot be read: ENOENT'],
  ])('%j is a mistake', async (options, said) => {
    await expect(resolve(options)).rejects.toThrow(said);
  });

  it.each(['/v2/deep', '/v2/deep/', '/a.b~c-d_e', ''])('the prefix "%s" is one', async (apiPrefix) => {
    expect((await resolve({ apiPrefix })).prefix).toBe(apiPrefix.replace(/\/$/, ''));
  });
});

describe('a target that is found', () => {
  let place: string;
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'qa found '));
    await mkdir(join(place, '.qa'));
  });
  afterAll(() => rm(place, { recursive: true }));
  const found = async (
    config: object,
    options: Parameters<typeof resolveTarget>[0] = {},
    environment: Record<string, string> = {},
    named?: Parameters<typeof resolveTarget>[1]['named'],
  ) => {
    await writeFile(join(place, 'qa.config.json'), JSON.stringify(config));
    const secrets = createSecrets();
    const io = { environment, cwd: place, processes: ownProcesses, readStdin: async () => '' };
    const target = await resolveTarget(options, { io, secrets, ...(named !== undefined && { named }) });
    return { ...target, secrets };
  };

  it.each([
    ['nothing', {}, { environment: null, commit: null, version: null, page: null }],
    [
      'the top of the file',
      { environment: 'e', commit: 'c', version: 'v', origin: 'o' },
      { environment: 'e', commit: 'c', version: 'v', page: 'o' },
    ],
    [
      'the target itself',
      {
        environment: 'e',
        commit: 'c',
        version: 'v',
        origin: 'o',
        targets: { prod: { environment: 'E', commit: 'C', version: 'V', origin: 'O' } },
      },
      { environment: 'E', commit: 'C', version: 'V', page: 'O' },
    ],
  ])('must report what %s says', async (_, config, { page, ...expected }) => {
    expect(await found(config)).toMatchObject({ page, expected });
  });

  it.each<[string, object, Record<string, string>, object]>([
    ['by nobody', {}, {}, { name: 'prod', unnamed: true, origin: null, databaseUrl: null }],
    ['by the configuration', { target: 'local' }, {}, { name: 'local' }],
    ['by an empty variable', { target: 'prod' }, { QA_TARGET: '' }, { name: 'prod' }],
    ['by libpq', {}, { PGHOST: 'h' }, { name: 'prod', unnamed: true, databaseUrl: 'postgresql://' }],
    [
      'by empty variables',
      {},
      { QA_BASE_URL: '', QA_DATABASE_URL: '', DATABASE_URL: '' },
      { unnamed: true, origin: null, databaseUrl: null },
    ],
  ])('is named %s', async (_, config, environment, expected) => {
    const target = await found(config, {}, environment);
    expect(target).toMatchObject(expected);
    expect(target.unnamed).toBe('unnamed' in expected ? true : undefined);
    expect(target).toMatchObject({ token: null, databaseFlag: null });
  });

  it('is what another command named, whatever the configuration calls so', async () => {
    const config = { targets: { prod: { baseUrl: 'https://configured' } } };
    const named = { name: 'local', databaseUrl: 'postgresql://h/d', commit: 'c' };
    const target = await found(config, {}, { QA_TARGET: 'stagin' }, named);
    expect(target).toMatchObject({ name: 'local', origin: null, databaseUrl: 'postgresql://h/d' });
    expect(target.expected.commit).toBe('c');
    expect([target.unnamed, target.assumed]).toEqual([undefined, undefined]);
    expect(await found(config, {}, {}, { ...named, name: 'a service' })).toMatchObject({ name: 'a service' });
  });

  it('that nobody named says how to name one', async () => {
    const target = await found({});
    expect(() => requireOrigin(target)).toThrow(
      /^No target was named: give --base-url https:\/\/host, .+\.$/,
    );
    expect(() => requireDatabaseUrl(target)).toThrow(
      'No database was named: set QA_DATABASE_URL or DATABASE_URL, give --database-url, or set PGHOST and ' +
        'its like.',
    );
  });

  it('keeps the database of a flag without its password, and an unreadable one is a mistake', async () => {
    const { databaseFlag } = await found({}, { databaseUrl: 'postgresql://u:p@h/d' });
    expect(databaseFlag).toBe('postgresql://u@h/d');
    await expect(found({}, { databaseUrl: 'mysql://h/d' })).rejects.toThrow(
      'The database URL begins with mysql://; only postgresql:// and postgres:// can be inspected.',
    );
  });

  it('local is read from what qa dev left, whose token is a secret, or nothing is', async () => {
    const file = join(place, '.qa', 'dev.json');
    const dev = {
      baseUrl: 'http://127.0.0.1:8000',
      apiPrefix: '/v2',
      token: 'hush-hush',
      databaseUrl: 'postgresql://h/d',
    };
    expect(await found({}, { target: 'local' })).toMatchObject({ origin: null, token: null });
    await writeFile(file, JSON.stringify(dev));
    const target = await found({}, { target: 'local' });
    expect(target).toMatchObject({ prefix: '/v2', token: 'hush-hush', databaseUrl: 'postgresql://h/d' });
    expect(target.secrets.redact('hush-hush')).toBe('[redacted]');
    expect(await found({})).toMatchObject({ origin: null, token: null });
    for (const text of ['{', '{}', JSON.stringify({ ...dev, token: 1 })]) {
      await writeFile(file, text);
      await expect(found({}, { target: 'local' })).rejects.toThrow(
        `${file} cannot be read: stop qa dev and start it again.`,
      );
    }
  });
});
