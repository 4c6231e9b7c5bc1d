import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { ownProcesses } from '../../support/command-line.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { resolveTarget } from '../../../src/qa/target/target.ts';

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
