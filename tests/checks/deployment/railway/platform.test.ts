import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { migrationBypass } from '../../../../src/checks/deployment/migration-bypass.ts';
import { failedDeployment } from '../../../../src/checks/deployment/failed-deployment.ts';
import type { DeploymentContext } from '../../../../src/checks/deployment/probes/context.ts';
import { platform } from '../../../../src/checks/deployment/probes/platform.ts';

const look = (environment: Record<string, string>, askRailway = true, host = '127.0.0.1') =>
  platform.observe(
    {
      environment,
      askRailway,
      host,
      cwd: tmpdir(),
      signal: new AbortController().signal,
      connection: { timeoutMs: 3000, ca: null, insecure: false },
    } as unknown as DeploymentContext,
    {},
  );

describe('without access', () => {
  it('says so once and sees nothing else', async () => {
    const seen = await look({ PATH: '' });
    expect(seen).toMatchObject({ source: 'none', deployment: null, bypass: { serviceSeen: false } });
    expect(failedDeployment.judge({ platform: seen })).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('no railway command') as string,
    });
    expect(migrationBypass.judge({ platform: seen })).toMatchObject({ status: 'skipped' });
  });

  it('sees the bypass of its own environment all the same', async () => {
    const seen = await look({ PATH: '', FACTEUR_MIGRATION_IN_PROGRESS: '1' });
    expect(migrationBypass.judge({ platform: seen })).toMatchObject([
      { subject: 'the environment of this process' },
    ]);
  });

  it('calls an own environment without it clear only under railway run', async () => {
    const seen = await look({ PATH: '', RAILWAY_SERVICE_ID: 's1' });
    expect(migrationBypass.judge({ platform: seen })).toEqual([]);
  });

  it('asks nobody about a local target', async () => {
    expect(await look({ PATH: '', RAILWAY_TOKEN: 'secret' }, false)).toMatchObject({ source: 'none' });
  });
});

describe('the railway command', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qa railway '));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A command that answers as the real one is documented to. */
  const railway = async (script: string): Promise<Record<string, string>> => {
    const path = join(folder, 'railway');
    await writeFile(path, `#!/usr/bin/env node\nconst words = process.argv.slice(2).join(' ');\n${script}\n`);
    await chmod(path, 0o755);
    return { PATH: [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) };
  };

  it('tells the latest deployment, its instances and the bypass, and no other variable', async () => {
    const environment = await railway(`
      const meta = { commitHash: 'abcdef1234567' };
      const deployment = { id: 'd7', status: 'CRASHED', createdAt: '2026-01-26T08:00:00Z', meta };
      const latestDeployment = { ...deployment, instances: [{ id: 'i', status: 'CRASHED' }] };
      const serviceInstances = { edges: [{ node: { latestDeployment } }] };
      const answers = {
        'deployment list --json --limit 1': [deployment],
        'status --json': { environments: { edges: [{ node: { serviceInstances } }] } },
        'variables --json': { FACTEUR_MIGRATION_IN_PROGRESS: '1', DATABASE_URL: 'postgres://u:hush@h/d' },
      };
      console.log(JSON.stringify(answers[words]));`);
    const seen = await look(environment);
    expect(seen).toMatchObject({
      source: 'command',
      refusal: null,
      deployment: { id: 'd7', status: 'CRASHED', commit: 'abcdef1234567', instances: ['CRASHED'] },
      bypass: { service: '1', serviceSeen: true },
    });
    expect(JSON.stringify(seen)).not.toContain('hush');
    expect(failedDeployment.judge({ platform: seen })).toHaveLength(1);
    expect(migrationBypass.judge({ platform: seen })).toMatchObject([
      { subject: "the service's variables on Railway" },
    ]);
  });

  it('goes on without what is refused', async () => {
    const seen = await look(
      await railway(`console.error('Unauthorized. Please login with railway login'); process.exit(1);`),
    );
    expect(seen).toMatchObject({
      deployment: null,
      bypass: { serviceSeen: false },
      refusal: expect.stringContaining('Please login') as string,
    });
  });

  it('is not believed about a host that its project does not serve', async () => {
    const environment = await railway(`
      const domains = {
        serviceDomains: [{ domain: 'api.up.railway.app' }],
        customDomains: [{ domain: 'api.example' }],
      };
      const serviceInstances = { edges: [{ node: { domains } }] };
      const answers = {
        'status --json': { services: { edges: [{ node: { serviceInstances } }] } },
        'variables --json': { FACTEUR_MIGRATION_IN_PROGRESS: '1' },
      };
      console.log(JSON.stringify(answers[words] ?? [{ id: 'd7', status: 'CRASHED' }]));`);
    for (const host of ['api.example', 'api.up.railway.app', 'api.railway.internal'])
      expect(await look(environment, true, host)).toMatchObject({
        deployment: { id: 'd7' },
        bypass: { service: '1' },
      });
    const other = await look(environment, true, 'staging.example');
    expect(other).toMatchObject({
      deployment: null,
      bypass: { serviceSeen: false },
      refusal: 'what Railway tells is about api.up.railway.app, api.example, not about staging.example',
    });
    expect(failedDeployment.judge({ platform: other })).toMatchObject({ status: 'skipped' });
    // A server on this machine is another one, whatever this directory is linked to.
    expect(await look(environment, true, '127.0.0.1')).toMatchObject({
      deployment: null,
      bypass: { serviceSeen: false },
    });
  });

  it('is not waited for where it asks something', async () => {
    const seen = await look(
      await railway(
        `process.stdin.resume().on('end', () => { console.error('No TTY to log in'); process.exit(1); });`,
      ),
    );
    expect(seen.refusal).toContain('No TTY to log in');
  });

  it('says of the deployment what it may, and once that the variables are refused', async () => {
    const seen = await look(
      await railway(`
      if (words === 'variables --json') { console.error('Not Authorized'); process.exit(1); }
      const deployments = [{ id: 'd7', status: 'SUCCESS' }];
        console.log(words.startsWith('deployment') ? JSON.stringify(deployments) : '{}');`),
    );
    expect(failedDeployment.judge({ platform: seen })).toEqual([]);
    expect(migrationBypass.judge({ platform: seen })).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('Not Authorized') as string,
    });
  });

  it('goes on with variables alone', async () => {
    const seen = await look(
      await railway(`if (words !== 'variables --json') process.exit(2); console.log('{}');`),
    );
    expect(seen).toMatchObject({ deployment: null, bypass: { service: null, serviceSeen: true } });
    expect(migrationBypass.judge({ platform: seen })).toEqual([]);
  });
});

it("asks Railway's GraphQL API through the proxy that the environment names", async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on('connect', ({ url }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const seen = await look({
    PATH: '',
    RAILWAY_TOKEN: 'project-secret',
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
  });
  proxy.closeAllConnections();
  proxy.close();
  expect(new Set(asked)).toEqual(new Set(['backboard.railway.com:443']));
  expect(seen).toMatchObject({
    source: 'graphql',
    deployment: null,
    refusal: expect.stringContaining('403'),
  });
});

describe("Railway's GraphQL API", () => {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  const endpoint = 'https://backboard.railway.com/graphql/v2';
  const ids = { RAILWAY_PROJECT_ID: 'p', RAILWAY_ENVIRONMENT_ID: 'e', RAILWAY_SERVICE_ID: 's' };

  /** Answers each query by the field that it asks for, and notes the credentials. */
  const answer = (data: Record<string, unknown>, headers: Headers[] = []) =>
    http.post(endpoint, async ({ request }) => {
      headers.push(request.headers);
      const { query } = (await request.json()) as { query: string };
      const field = Object.keys(data).find((name) =>
        new RegExp(`\\b${name}\\b *[({]`).test(query.slice(query.indexOf('{'))),
      );
      return field === undefined
        ? HttpResponse.json({ errors: [{ message: 'Not Authorized' }] })
        : HttpResponse.json({ data: { [field]: data[field] } });
    });

  const node = {
    id: 'd9',
    status: 'SUCCESS',
    createdAt: '2026-01-26T08:00:00Z',
    meta: { commitHash: 'abc1234' },
    instances: [{ status: 'RUNNING' }],
  };

  it('asks with a project token, which knows its project', async () => {
    const headers: Headers[] = [];
    server.use(
      answer(
        {
          projectToken: { projectId: 'p', environmentId: 'e' },
          deployments: { edges: [{ node }] },
          variables: { FACTEUR_MIGRATION_IN_PROGRESS: '1' },
          deploymentInstanceExecutions: { edges: [{ node: {} }, { node: {} }, { node: {} }] },
        },
        headers,
      ),
    );
    const seen = await look({ PATH: '', RAILWAY_TOKEN: 'project-secret', RAILWAY_SERVICE_ID: 's' });
    expect(seen).toMatchObject({
      source: 'graphql',
      refusal: null,
      bypass: { service: '1' },
      deployment: { id: 'd9', status: 'SUCCESS', commit: 'abc1234', instances: ['RUNNING'], restarts: 2 },
    });
    expect(headers[0]?.get('project-access-token')).toBe('project-secret');
    expect(failedDeployment.judge({ platform: seen })).toMatchObject([{ severity: 'warning' }]);
  });

  it("asks with an account's token as a bearer", async () => {
    const headers: Headers[] = [];
    server.use(answer({ deployments: { edges: [{ node }] }, variables: {} }, headers));
    const seen = await look({ PATH: '', RAILWAY_API_TOKEN: 'account-secret', ...ids });
    expect(seen).toMatchObject({
      refusal: null,
      deployment: { restarts: null },
      bypass: { service: null, serviceSeen: true },
    });
    expect(headers[0]?.get('authorization')).toBe('Bearer account-secret');
  });

  it('does not take another service for the API', async () => {
    const of = (...services: readonly string[]) => ({
      deployments: { edges: services.map((serviceId) => ({ node: { ...node, serviceId } })) },
      variables: {},
    });
    const { RAILWAY_SERVICE_ID: _, ...place } = ids;
    server.use(answer(of('worker', 'api')));
    expect(await look({ PATH: '', RAILWAY_TOKEN: 't', ...place })).toMatchObject({
      deployment: null,
      refusal: expect.stringMatching(/RAILWAY_SERVICE_ID is not set.* 2 services/) as string,
    });
    server.resetHandlers();
    server.use(answer(of('api', 'api')));
    expect(await look({ PATH: '', RAILWAY_TOKEN: 't', ...place })).toMatchObject({
      deployment: { id: 'd9' },
      refusal: null,
    });
  });

  it('is not believed about a host that the service does not serve', async () => {
    server.use(
      answer({
        deployments: { edges: [{ node }] },
        variables: {},
        domains: { serviceDomains: [{ domain: 'api.up.railway.app' }], customDomains: [] },
      }),
    );
    expect(await look({ PATH: '', RAILWAY_TOKEN: 't', ...ids }, true, 'api.up.railway.app')).toMatchObject({
      deployment: { id: 'd9' },
    });
    expect(await look({ PATH: '', RAILWAY_TOKEN: 't', ...ids }, true, 'api.example')).toMatchObject({
      deployment: null,
      refusal: expect.stringContaining('not about api.example') as string,
    });
  });

  it('counts no replica as a restart', async () => {
    const replicas = { ...node, instances: [{ status: 'RUNNING' }, { status: 'RUNNING' }] };
    server.use(
      answer({
        deployments: { edges: [{ node: replicas }] },
        variables: {},
        deploymentInstanceExecutions: { edges: [{ node: {} }, { node: {} }] },
      }),
    );
    expect(await look({ PATH: '', RAILWAY_TOKEN: 't', ...ids })).toMatchObject({
      deployment: { restarts: 0 },
    });
  });

  it('takes a null beside an error for a refusal', async () => {
    server.use(
      http.post(endpoint, () =>
        HttpResponse.json({
          data: { deployments: null, variables: null },
          errors: [{ message: 'Not Authorized' }],
        }),
      ),
    );
    expect(await look({ PATH: '', RAILWAY_TOKEN: 't', ...ids })).toMatchObject({
      deployment: null,
      bypass: { serviceSeen: false },
      refusal: "Railway's API: Not Authorized",
    });
  });

  it('goes on without refused variables, and says why', async () => {
    server.use(answer({ deployments: { edges: [{ node }] } }));
    const seen = await look({ PATH: '', RAILWAY_TOKEN: 't', ...ids });
    expect(seen).toMatchObject({
      deployment: { id: 'd9' },
      bypass: { serviceSeen: false },
      refusal: "Railway's API: Not Authorized",
    });
  });

  it.each([
    ['a refusal', () => HttpResponse.json({ errors: [{ message: 'Not Authorized' }] }, { status: 401 })],
    ['a page', () => HttpResponse.html('<html>', { status: 502 })],
    ['no network', () => HttpResponse.error()],
  ])('survives %s', async (_what, respond) => {
    server.use(http.post(endpoint, respond));
    const seen = await look({ PATH: '', RAILWAY_TOKEN: 't', ...ids });
    expect(seen).toMatchObject({ deployment: null, bypass: { serviceSeen: false } });
    expect(seen.refusal).toMatch(/^Railway's API: /);
  });
});
