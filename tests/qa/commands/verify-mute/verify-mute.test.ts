import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSmallApi, type Arrival, type Flaws } from '../../../checks/mute/small-api.ts';
import { runLine } from '../../../support/command-line.ts';

const history = {
  muted_themes: ['sport', 'politique'],
  muted_topics: ['football'],
  muted_content_types: ['podcast'],
};
let directory: string;
let api: Awaited<ReturnType<typeof startSmallApi>> | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verify-mute-'));
});
afterEach(async () => {
  await api?.close();
  api = undefined;
  await rm(directory, { recursive: true });
});

async function start(flaws: Flaws = {}, arrived?: Arrival) {
  api = await startSmallApi(flaws, structuredClone(history), arrived);
  return { ...api, before: structuredClone(api.state) };
}

const verify = (origin: string, token: string, ...more: string[]) =>
  runLine(['verify-mute', '--base-url', origin, ...more], {
    environment: { QA_STATE_DIR: directory, ...(token !== '' && { QA_TOKEN: token }) },
    cwd: directory,
  });

const withClaims = (token: string, claims: unknown): string =>
  token
    .split('.')
    .with(1, Buffer.from(JSON.stringify(claims)).toString('base64url'))
    .join('.');

it.each([{}, { january: true }])('a healthy release %o: exit 0, no trace, no journal', async (flaws) => {
  const { origin, token, state, before } = await start(flaws);
  const { code, stdout } = await verify(origin, token, '--format', 'json');
  const report = JSON.parse(stdout);
  expect({ code, cleanup: report.cleanup }).toEqual({ code: 0, cleanup: { status: 'complete', undo: [] } });
  expect(state).toEqual(before);
  expect(await readdir(directory)).toEqual([]);
});

it('an expired token is exit 4, and nothing is sent', async () => {
  const { origin, token } = await start({}, () => expect.unreachable());
  const { code, stdout } = await verify(origin, withClaims(token, { sub: 'u', exp: 1_700_000_000 }));
  expect(code).toBe(4);
  expect(stdout).toContain('expired-token');
});

it('a malformed token is exit 4', async () => {
  const { origin } = await start({}, () => expect.unreachable());
  const { code, stdout } = await verify(origin, 'no-token-at-all');
  expect(code).toBe(4);
  expect(stdout).toContain('malformed-token');
  expect(stdout).not.toContain('no-token-at-all');
});

it('no token is exit 2, with a sentence that says how to give one', async () => {
  const { origin } = await start({}, () => expect.unreachable());
  expect(await verify(origin, '')).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'qa: No token was given: pass it as - (standard input), with --token-file FILE, or in QA_TOKEN.\n',
  });
});

it('the token is taken from standard input, a file and, with a warning, the command line', async () => {
  const { origin, token } = await start();
  const environment = { QA_STATE_DIR: directory };
  const file = join(directory, 'token');
  await writeFile(file, `${token}\n`);
  const common = ['--base-url', origin, '--read-only', '--quiet'];
  const [piped, filed, shown] = [
    await runLine(['verify-mute', '-', ...common], { environment, stdin: `${token}\n` }),
    await runLine(['verify-mute', '--token-file', file, ...common], { environment }),
    await runLine(['verify-mute', token, ...common], { environment }),
  ];
  expect([piped.code, filed.code, shown.code]).toEqual([0, 0, 0]);
  expect([piped.stderr, filed.stderr]).toEqual(['', '']);
  expect(shown.stderr.match(/shows in ps/g)).toHaveLength(1);
});

it('a port that nobody listens on ends with an answer, and never with a clear', async () => {
  const { token } = await start();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const { code, stdout } = await verify(`http://127.0.0.1:${port}`, token, '--format', 'json');
  expect([1, 3]).toContain(code);
  const { verdicts, cleanup } = JSON.parse(stdout);
  expect(verdicts.find(({ check }: { check: string }) => check === 'rejected-mute').status).toBe('unknown');
  expect(cleanup.status).toBe('not-needed');
  expect(await readdir(directory)).toEqual([]);
});

it('--dry-run sends nothing, and says what would be sent', async () => {
  const { origin } = await start({}, () => expect.unreachable());
  const { code, stdout } = await verify(origin, '', '--dry-run', '--format', 'json');
  expect(code).toBe(0);
  const { requests } = JSON.parse(stdout);
  expect(requests).toContainEqual(
    expect.objectContaining({ method: 'POST', url: `${origin}/api/users/personalization/mute-theme` }),
  );
});

it('--read-only sends nothing but GET and OPTIONS', async () => {
  const methods = new Set<string>();
  const { origin, token } = await start({}, (method) => void methods.add(method));
  expect((await verify(origin, token, '--read-only')).code).toBe(0);
  expect(methods).toEqual(new Set(['GET', 'OPTIONS']));
});

it('--repeat gives p50, p95 and the longest of each step', async () => {
  const { origin, token, state, before } = await start();
  const { code, stdout } = await verify(origin, token, '--repeat', '3');
  expect(code).toBe(0);
  for (const step of ['mute theme', 'read', 'unmute theme'])
    expect(stdout).toMatch(new RegExp(`^${step} \\(3\\): p50 .* p95 .* max `, 'm'));
  expect(state).toEqual(before);
});

it('a source that is not muted already is refused before anything is changed', async () => {
  const { origin, token } = await start({}, (method) => expect(method).toBe('GET'));
  const { code, stderr } = await verify(origin, token, '--source-id', '6f1d7f9e-1f57-4b8c-9d6c-3a4b5c6d7e8f');
  expect(code).toBe(2);
  expect(stderr).toContain('would unfollow it for good');
});

it('what cannot be undone is exit 5, with the commands that finish it', async () => {
  const { origin, token } = await start({ keeps: 'theme' });
  const { code, stdout } = await verify(origin, token, '--format', 'json');
  expect(code).toBe(5);
  const { cleanup } = JSON.parse(stdout);
  expect(cleanup.status).toBe('incomplete');
  expect(cleanup.undo).toContainEqual(
    expect.stringMatching(
      /^curl -sS -X DELETE -H "Authorization: Bearer \$QA_TOKEN" '?.*\/unmute-theme\/qa-probe-[0-9a-f]{12}-theme'?$/,
    ),
  );
});

it(
  'where no endpoint unmutes what --allow-residue muted, the command that finishes it is for the ' +
    'database',
  async () => {
    const { origin, token } = await start({ january: true });
    const { code, stdout } = await verify(
      origin,
      token,
      '--allow-residue',
      '--only',
      'lost-mute',
      '--format',
      'json',
    );
    expect(code).toBe(5);
    const [line] = JSON.parse(stdout).cleanup.undo;
    expect(line).toMatch(
      /^psql "\$QA_DATABASE_URL" -c 'update user_personalization set muted_themes = array_remove\(muted_themes, .*qa-probe-[0-9a-f]{12}-theme.*where user_id = /,
    );
  },
);

it('a format that draws foreign keys is refused before anything is sent', async () => {
  const { origin, token } = await start({}, () => expect.unreachable());
  const { code, stderr } = await verify(origin, token, '--format', 'mermaid');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'qa: --format mermaid draws a picture, and verify-mute has none to draw: take another format.\n',
  });
});

it('where the report cannot be written, the commands that undo what is left are shown', async () => {
  const { origin, token } = await start({ keeps: 'theme' });
  const { code, stderr } = await verify(origin, token, '--output', join(directory, 'absent', 'report'));
  expect(code).toBe(5);
  expect(stderr).toMatch(/cannot be written[^]*Something of ours is left[^]*curl -sS -X DELETE/);
});
