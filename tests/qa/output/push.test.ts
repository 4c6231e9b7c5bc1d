import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { push } from '../../../src/qa/output/push.ts';
import { runLine } from '../../support/command-line.ts';
import { exampleReport } from '../../support/example-report.ts';

const nowhere = ['--target', 'prod', '--base-url', 'http://127.0.0.1:1'];
const line = ['verify-railway', ...nowhere, '--only', 'unreachable-api'];

describe('a Pushgateway', () => {
  const installed = spawnSync('prometheus-pushgateway', ['--version']).status === 0;
  if (!installed) {
    it('is not tried here: it is not installed (apt-get install prometheus-pushgateway)', () => {
      process.stderr.write('prometheus-pushgateway is not installed: --push was not tried on it.\n');
    });
    return;
  }

  let gateway: ReturnType<typeof spawn>;
  let url: string;
  beforeAll(async () => {
    const probe = createSocket();
    await once(probe.listen(0, '127.0.0.1'), 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    url = `http://127.0.0.1:${port}`;
    const address = `--web.listen-address=127.0.0.1:${port}`;
    // Debian's build would remember other runs of these tests.
    gateway = spawn('prometheus-pushgateway', [address, '--persistence.file='], {
      stdio: 'ignore',
    });
    while (!(await fetch(`${url}/-/ready`).catch(() => null))?.ok) await pause(50);
  });
  afterAll(async () => {
    gateway.kill();
    await once(gateway, 'exit');
  });
  const metrics = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();

  it('has what the last run of each command said of each target', async () => {
    const { code, stderr } = await runLine([...line, '--push', url], { environment: { PATH: '' } });
    expect([code, stderr]).toEqual([1, expect.not.stringContaining('push')]);
    const labels = 'command="verify-railway",instance="prod",job="qa-verify-railway",target="prod"';
    expect(await metrics()).toContain(`probe_success{${labels}} 0`);
    const secrets = createSecrets();
    const green = exampleReport({ command: 'verify-railway', exitCode: 0, verdicts: [] });
    expect(await push(green, `${url}/`, { secrets })).toBeNull();
    expect(await push(exampleReport({ command: 'inspect-fk' }), url, { secrets })).toBeNull();
    const after = await metrics();
    expect(after).toContain(`probe_success{${labels}} 1`);
    expect(after).not.toContain('check="unreachable-api"');
    expect(after).toContain('job="qa-inspect-fk"');
  });

  it('takes a target of any name, and several targets at once', async () => {
    const name = 'a/b "c" ü';
    const report = exampleReport({ target: { name, baseUrl: null, database: null } });
    expect(await push(report, url, { secrets: createSecrets() })).toBeNull();
    expect(await metrics()).toContain('instance="a/b \\"c\\" ü"');
    const one = { command: 'verify-railway', baseUrl: null, database: null, durationMs: 1, headline: '' };
    const targets = ['n', 's'].map((each, exitCode) => ({ ...one, name: each, exitCode }));
    expect(
      await push(exampleReport({ command: 'fleet', targets }), url, { secrets: createSecrets() }),
    ).toBeNull();
    expect(await metrics()).toMatch(
      /probe_success\{.*job="qa-fleet",target="n"\} 1\nprobe_success\{.*target="s"\} 0/,
    );
  });
});

it('a gateway that refuses is said, and makes a green run one that is not', async () => {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    answer.writeHead(400).end('pushed metrics are invalid');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://me:hush-hush@127.0.0.1:${port}/gateway`;
  const never = [...line, '--fail-on', 'never', '--push', url];
  const { code, stderr } = await runLine(never, { environment: { PATH: '' } });
  server.close();
  expect(stderr).toContain(
    `The Pushgateway 127.0.0.1:${port} refused the metrics with 400: pushed metrics are invalid`,
  );
  expect(stderr).not.toContain('hush-hush');
  expect(code).toBe(3);
  const login = Buffer.from('me:hush-hush').toString('base64');
  expect(asked).toEqual([`PUT /gateway/metrics/job/qa-verify-railway/instance@base64/cHJvZA Basic ${login}`]);
});

it.each<[string, string, number, string, Record<string, string>, string | undefined, string | null]>([
  ['it takes them', '', 202, '', {}, undefined, null],
  ['of a name and a password with signs', 'm%40e:p%3Aw@', 200, '', {}, 'm@e:p:w', null],
  ['of a name alone', 'me@', 200, '', {}, undefined, null],
  [
    'it refuses at length',
    '',
    500,
    ` ${'x'.repeat(300)} `,
    {},
    undefined,
    `refused the metrics with 500: ${'x'.repeat(200)}`,
  ],
  ['it leads elsewhere', '', 302, '', { location: '/elsewhere' }, undefined, 'could not be pushed'],
])(
  'what a gateway is sent, and what is said of its answer: %s',
  async (_, login, status, body, headers, basic, said) => {
    const asked: unknown[] = [];
    const server = createServer((request, answer) => {
      const { authorization, 'content-type': type } = request.headers;
      asked.push([request.method, request.url, authorization, type]);
      request.resume();
      answer.writeHead(status, headers).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const told = await push(exampleReport(), `http://${login}127.0.0.1:${port}/a//`, {
      secrets: createSecrets(),
    });
    server.closeAllConnections();
    server.close();
    expect(asked).toEqual([
      [
        'PUT',
        '/a/metrics/job/qa-verify-mute/instance@base64/cHJvZA',
        basic === undefined ? undefined : `Basic ${Buffer.from(basic).toString('base64')}`,
        'text/plain; version=0.0.4',
      ],
    ]);
    if (said === null) expect(told).toBeNull();
    else if (status === 500) expect(told).toBe(`The Pushgateway 127.0.0.1:${port} ${said}`);
    else expect(told).toMatch(new RegExp(`^The metrics ${said} to 127\\.0\\.0\\.1:${port}: .+\\.$`));
  },
);

it('one that is not there leaves the findings their exit code', async () => {
  const { code, stderr } = await runLine([...line, '--push', 'http://127.0.0.1:1'], {
    environment: { PATH: '' },
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining('could not be pushed to 127.0.0.1:1')]);
});

it.each(['ftp://host', 'host:9091', 'https://host?x=1'])(
  '--push %s is refused before anything is contacted',
  async (url) => {
    const { code, stderr, stdout } = await runLine([...line, '--push', url]);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringContaining('--push takes the URL of a Pushgateway'),
    ]);
  },
);
