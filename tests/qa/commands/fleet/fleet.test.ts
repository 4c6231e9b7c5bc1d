import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { reportShape, type Report } from '../../../../src/checks/report.ts';
import { startSmallApi } from '../../../checks/mute/small-api.ts';
import { runLine } from '../../../support/command-line.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa fleet '));
});
afterAll(() => rm(cwd, { recursive: true }));

const write = async (name: string, content: unknown): Promise<string> => {
  await writeFile(join(cwd, name), typeof content === 'string' ? content : stringify(content));
  return name;
};
const fleet = async (
  content: unknown,
  argv: readonly string[] = [],
  environment: Record<string, string> = {},
) => {
  const file = await write('targets.yaml', content);
  const ended = await runLine(['fleet', file, '--format', 'json', ...argv], {
    cwd,
    environment: { PATH: '', QA_STATE_DIR: join(cwd, 'state'), ...environment },
  });
  return { ...ended, report: ended.stdout === '' ? null : reportShape.parse(JSON.parse(ended.stdout)) };
};
const outcomes = (report: Report | null) =>
  Object.fromEntries((report?.targets ?? []).map(({ name, exitCode }) => [name, exitCode]));

/** Answers everything with 404, and remembers what it was sent. */
async function listener() {
  const seen: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, answer) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    answer.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { seen, origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe('many targets', () => {
  it('give one report, in which every finding names its target, and one failure harms no other', async () => {
    const [good, lossy] = await Promise.all([startSmallApi({}), startSmallApi({ loses: 'theme' })]);
    const { code, report, stderr } = await fleet(
      {
        run: 'verify-mute',
        targets: [
          { name: 'good', baseUrl: good.origin, tokenEnv: 'GOOD_TOKEN' },
          { name: 'lossy', baseUrl: lossy.origin, tokenEnv: 'LOSSY_TOKEN' },
          { name: 'gone', baseUrl: 'http://127.0.0.1:1', tokenEnv: 'GOOD_TOKEN' },
          { name: 'keyless', baseUrl: good.origin, tokenEnv: 'NOBODY_SET_IT' },
        ],
      },
      ['--verbose'],
      { GOOD_TOKEN: good.token, LOSSY_TOKEN: lossy.token },
    );
    await Promise.all([good.close(), lossy.close()]);
    expect(outcomes(report)).toEqual({ good: 0, lossy: 1, gone: 1, keyless: 2 });
    expect([code, report?.exitCode]).toEqual([2, 2]);
    const lost = report?.verdicts.find(({ check }) => check === 'lost-mute');
    expect(lost?.findings.map(({ subject, fingerprint }) => [subject, fingerprint])).toEqual([
      ['lossy: theme', 'lost-mute:lossy: theme'],
    ]);
    // Found by one, and not to be judged for another: both stand in one verdict.
    expect(lost?.reason).toMatch(/^gone: /);
    expect(report?.verdicts.find(({ check }) => check === 'verify-mute')?.reason).toBe(
      'keyless: qa verify-mute could not look: the token is empty: NOBODY_SET_IT holds nothing',
    );
    expect(stderr).toMatch(/^\d\/4 lossy: exit 1, .+ \(\d+ ms\)$/m);
  });

  it('are told as one in every format', async () => {
    const targets = { targets: [{ name: 'gone', baseUrl: 'http://127.0.0.1:1' }] };
    await write('one.yaml', targets);
    const said = async (format: string) =>
      (await runLine(['fleet', 'one.yaml', '--format', format], { cwd, environment: { PATH: '' } })).stdout;
    expect(await said('table')).toContain('1 target: gone ends with 1');
    expect(await said('markdown')).toContain('1 target: gone ends with 1');
    const metrics = await said('prometheus');
    expect(metrics).toContain('probe_success{command="verify-railway",target="gone"} 0');
    expect(metrics).toContain('qa_exit_code{command="verify-railway",target="gone"} 1');
  });

  it('of which none was looked at are not green', async () => {
    const { report, code } = await fleet({ targets: [{ name: 'a' }, { name: 'b' }] });
    expect([code, outcomes(report)]).toEqual([2, { a: 2, b: 2 }]);
    expect(report?.verdicts[0]?.reason).toMatch(
      /^a, b: qa verify-railway could not look: The target "a"|^a: .+; b: /,
    );
    const { stdout } = await runLine(['fleet', 'targets.yaml'], { cwd, environment: {} });
    expect(stdout).not.toMatch(/all clear/i);
  });

  it('keep no more than so many at a time', async () => {
    let now = 0;
    let most = 0;
    const server = createServer((_, answer) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        answer.writeHead(404).end();
      }, 30);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const targets = Array.from({ length: 4 }, (_, index) => ({ name: `t${index}`, baseUrl }));
    const peak = async (concurrency: number) => {
      most = 0;
      await fleet({ concurrency, targets, run: 'verify-railway --rate 1000/s --only dead-liveness' });
      return most;
    };
    const [one, four] = [await peak(1), await peak(4)];
    server.close();
    expect(four).toBeGreaterThan(one);
  });
});

describe('secrets', () => {
  it('stay with their target, whatever the environment holds', async () => {
    const [north, south] = await Promise.all([listener(), listener()]);
    await write('south.token', 'southern-secret-0123456789\n');
    const { report, stdout, stderr } = await fleet(
      {
        targets: [
          { name: 'north', baseUrl: north.origin, tokenEnv: 'NORTH' },
          { name: 'south', baseUrl: south.origin, tokenFile: 'south.token' },
          { name: 'plain', baseUrl: north.origin },
        ],
      },
      ['--reports', 'each'],
      {
        NORTH: 'northern-secret-0123456789',
        QA_TOKEN: 'nobodys-secret-0123456789',
        DATABASE_URL: 'postgres://u:hush@h/d',
      },
    );
    north.close();
    south.close();
    const sent = ({ seen }: typeof north) => [
      ...new Set(seen.flatMap(({ headers }) => headers.authorization ?? [])),
    ];
    expect(sent(north)).toEqual(['Bearer northern-secret-0123456789']);
    expect(sent(south)).toEqual(['Bearer southern-secret-0123456789']);
    expect(report?.targets?.map(({ database }) => database)).toEqual([null, null, null]);
    const files = await readdir(join(cwd, 'each'));
    expect(files.toSorted()).toEqual(['north.json', 'plain.json', 'south.json']);
    const written = await Promise.all(files.map((file) => readFile(join(cwd, 'each', file), 'utf8')));
    for (const text of [stdout, stderr, ...written]) expect(text).not.toContain('secret-0123');
    const own = reportShape.parse(JSON.parse(written[files.indexOf('north.json')] ?? ''));
    expect(own.target.name).toBe('north');
    expect(own.evidence).toHaveProperty('traffic');
  });

  it('are refused in the file itself', async () => {
    const { code, stderr } = await fleet({ targets: [{ name: 'a', token: 'x' }] });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'targets[0] holds a secret, token: name a variable (tokenEnv) or a file (tokenFile)',
    );
  });
});

describe('shards', () => {
  const targets = Array.from({ length: 5 }, (_, index) => ({
    name: `t${index}`,
    baseUrl: 'http://127.0.0.1:1',
  }));

  it('are all of it, each once, and merged they are the whole', async () => {
    const whole = await fleet({ targets });
    const shards = [1, 2, 3].map((index) => ['--shard', `${index}/3`, '--output', `${index}.json`]);
    for (const argv of shards) await fleet({ targets }, argv);
    const files = ['3.json', '1.json', '2.json'];
    const merge = (...given: string[]) => runLine(['merge-reports', ...given, '--format', 'json'], { cwd });
    const merged = await merge(...files);
    const report = reportShape.parse(JSON.parse(merged.stdout));
    expect(merged.code).toBe(whole.code);
    expect(outcomes(report)).toEqual(outcomes(whole.report));
    const prints = (each: Report | null) =>
      each?.verdicts.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)).toSorted();
    expect(prints(report)).toEqual(prints(whole.report));
    // A whole that lacks a part says so.
    const lacking = reportShape.parse(JSON.parse((await merge('1.json', '3.json')).stdout));
    expect(lacking.verdicts.at(-1)).toMatchObject({
      check: 'merge-reports',
      reason: 'of 3 parts 2 is missing',
    });
    expect((await merge('1.json', '1.json')).stderr).toContain('are both part 1 of 3');
  });

  it.each([['0/3'], ['4/3'], ['1'], ['a/b']])('--shard %s is no part', async (shard) => {
    const { code, stderr } = await fleet({ targets }, ['--shard', shard]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('write 1/8 for the first of eight')]);
  });

  it('that would be empty are refused', async () => {
    const { code, stderr } = await fleet({ targets }, ['--shard', '6/8']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('holds none of the 5 targets')]);
  });
});

it.each<[string, unknown, readonly string[], RegExp]>([
  ['no YAML', 'targets: [', [], /targets\.yaml cannot be read/],
  ['no targets', { targets: [] }, [], /targets should not be empty/],
  [
    'an unknown key',
    { targets: [{ name: 'a', basUrl: 'x' }] },
    [],
    /unknown key "basUrl".+Did you mean "baseUrl"\?/,
  ],
  ['two of one name', { targets: [{ name: 'a' }, { name: 'a' }] }, [], /two targets "a"/],
  ['a name that is a path', { targets: [{ name: '../a' }] }, [], /targets\[0\]\.name is wrong: give a name/],
  [
    'a command that changes things',
    { targets: [{ name: 'a' }] },
    ['--run', 'repair-fk x --apply'],
    /cannot run "repair-fk"/,
  ],
  [
    'a flag of the target',
    { targets: [{ name: 'a', run: 'verify-railway --base-url x' }] },
    [],
    /holds --base-url/,
  ],
  ['no count', { targets: [{ name: 'a' }] }, ['--concurrency', '0'], /--concurrency 0 is not a count/],
])('a mistake gets one sentence, and nothing is contacted: %s', async (_, content, argv, said) => {
  const { code, stderr, stdout } = await fleet(content, argv);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(said);
});

it('--dry-run says what would be run, and contacts nothing', async () => {
  await write('dry.yaml', {
    targets: [
      { name: 'a', baseUrl: 'https://a.example' },
      { name: 'b', run: 'inspect-fk --only "orphan-rows"' },
    ],
  });
  const { code, stdout } = await runLine(['fleet', 'dry.yaml', '--dry-run'], { cwd });
  expect([code, stdout]).toEqual([
    0,
    'a: qa verify-railway at https://a.example\nb: qa inspect-fk --only orphan-rows at its database\n',
  ]);
});

it('once interrupted, what has not begun is not begun, and says so', async () => {
  const server = createServer(() => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await write('slow.yaml', { concurrency: 1, targets: ['a', 'b'].map((name) => ({ name, baseUrl })) });
  const { code, stdout } = await runLine(['fleet', 'slow.yaml', '--format', 'json'], {
    cwd,
    environment: { PATH: '' },
    onSignal: (listen) => {
      server.once('request', () => setTimeout(() => listen('SIGINT'), 50));
      return () => undefined;
    },
  });
  server.closeAllConnections();
  server.close();
  const report = reportShape.parse(JSON.parse(stdout));
  expect([code, outcomes(report)]).toEqual([130, { a: 130, b: 130 }]);
  expect(report.verdicts.find(({ check }) => check === 'verify-railway')?.reason).toBe(
    'b: it was not looked at: the run was interrupted',
  );
});
