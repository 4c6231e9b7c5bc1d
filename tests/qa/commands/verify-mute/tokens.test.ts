import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { startSmallApi, type Arrival } from '../../../checks/mute/small-api.ts';
import { runLine } from '../../../support/command-line.ts';

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

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

async function verify(claims: Record<string, unknown> | string, arrived?: Arrival, more: string[] = []) {
  api = await startSmallApi(
    {},
    { muted_themes: ['sport'] },
    arrived,
    typeof claims === 'string' ? {} : claims,
  );
  const token = typeof claims === 'string' ? claims : api.token;
  const { code, stdout } = await runLine(
    ['verify-mute', '--base-url', api.origin, '--format', 'json', '--consistency', '300ms', ...more],
    { environment: { QA_STATE_DIR: directory, QA_TOKEN: token }, cwd: directory },
  );
  const report = JSON.parse(stdout) as Report;
  const findings = report.verdicts.flatMap((verdict) => verdict.findings);
  return { code, stdout, report, findings, codes: findings.map((finding) => finding.code) };
}

it.each([
  ['the anon key', { role: 'anon', exp: 9e9 }],
  ['a service_role key', { role: 'service_role', exp: 9e9 }],
  ['a secret API key', 'sb_secret_0123456789abcdefghij'],
])("%s is no user's: exit 4, and nothing is sent", async (_, claims) => {
  const { code, codes, stdout } = await verify(claims, () => expect.unreachable());
  expect({ code, codes }).toEqual({ code: 4, codes: ['not-a-user-token'] });
  expect(stdout).not.toContain('0123456789abcdefghij');
});

it('a token that dies within the time of the run is told before anything is changed', async () => {
  const sent = new Set<string>();
  const { code, findings, report } = await verify({ sub: 'u', exp: nowSeconds() + 20 }, (method) => {
    sent.add(method);
  });
  expect(code).toBe(3);
  expect(findings.find((finding) => finding.code === 'expiring-token')?.message).toMatch(
    /in (19|20) s;.*60 s/,
  );
  expect(sent).toEqual(new Set(['GET', 'OPTIONS']));
  expect(report.cleanup.status).toBe('not-needed');
  expect(report.verdicts.find(({ check }) => check === 'lost-mute')?.status).toBe('unknown');
});

it('the same token is enough for a shorter run', async () => {
  const { code, codes } = await verify({ sub: 'u', exp: nowSeconds() + 20 }, undefined, [
    '--deadline',
    '15s',
  ]);
  expect({ code, codes }).toEqual({ code: 0, codes: ['slash-mismatch'] });
});

it.each(['iat', 'nbf'])('%s in the future is a skew of clocks, measured by the API', async (claim) => {
  const { code, findings } = await verify({
    sub: 'u',
    exp: nowSeconds() + 3600,
    [claim]: nowSeconds() + 120,
  });
  const skew = findings.find((finding) => finding.code === 'clock-skew');
  expect(skew?.message).toMatch(/lies (119|120|121) s in the future by the clock of the API/);
  expect(code).toBe(0);
});

it('recover reports in every format, with its verdict', async () => {
  api = await startSmallApi({ keeps: 'theme' }, { muted_themes: ['sport'] });
  const environment = { QA_STATE_DIR: directory, QA_TOKEN: api.token };
  const common = ['--base-url', api.origin, '--consistency', '200ms', '--quiet'];
  expect((await runLine(['verify-mute', ...common], { environment })).code).toBe(5);
  const { code, stdout } = await runLine(['recover', ...common, '--format', 'json'], { environment });
  const report = JSON.parse(stdout) as Report;
  expect({ code, exitCode: report.exitCode, command: report.command }).toEqual({
    code: 5,
    exitCode: 5,
    command: 'recover',
  });
  expect(report.cleanup.undo).toEqual([expect.stringContaining('unmute-theme/qa-probe-')]);
  expect(report.verdicts).toEqual([
    expect.objectContaining({ check: 'incomplete-cleanup', status: 'found' }),
  ]);
  const table = await runLine(['recover', ...common], { environment });
  expect(table.stdout).toContain('curl -sS -X DELETE');
  const junit = await runLine(['recover', ...common, '--format', 'junit'], { environment });
  expect(junit.stdout).toContain('<testsuites');
});

it('recover with nothing on record is clear', async () => {
  api = await startSmallApi();
  const { code, stdout, stderr } = await runLine(['recover', '--base-url', api.origin, '--format', 'json'], {
    environment: { QA_STATE_DIR: directory, QA_TOKEN: api.token },
  });
  expect({ code, status: (JSON.parse(stdout) as Report).verdicts[0]?.status }).toEqual({
    code: 0,
    status: 'clear',
  });
  expect(stderr).toContain('No interrupted run is on record');
  expect(await readdir(directory)).toEqual([]);
});

it.each([
  ['a line end', (token: string) => `${token}\r\n`],
  ['quotes', (token: string) => `"${token}"`],
  ['a header', (token: string) => `Bearer ${token}`],
  ['a quoted header', (token: string) => ` 'Bearer ${token}' \n`],
  ['a byte order mark', (token: string) => `\uFEFF${token}\n`],
])('a token in %s is taken for what it is', async (_what, around) => {
  api = await startSmallApi({}, { muted_themes: ['sport'] });
  const { code, stdout } = await runLine(
    ['verify-mute', '--base-url', api.origin, '--format', 'json', '--read-only'],
    { environment: { QA_STATE_DIR: directory, QA_TOKEN: around(api.token) }, cwd: directory },
  );
  expect(code).toBe(0);
  expect(stdout).not.toContain(api.token);
});

it('what is far too long for a token is refused before it is used', async () => {
  const { code, stderr } = await runLine(['verify-mute', '--base-url', 'http://127.0.0.1:9'], {
    environment: { QA_STATE_DIR: directory, QA_TOKEN: 'x'.repeat(200_000) },
    cwd: directory,
  });
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: 'qa: The token has 200000 characters, and no token has more than 16384.\n',
  });
});

it('recover with nothing on record for this target says for which there is', async () => {
  api = await startSmallApi({}, { muted_themes: ['sport'] });
  const before = { lists: { source: [], theme: [], topic: [], 'content-type': [] }, flags: {} };
  const record = { marker: '0123456789ab', values: [], before };
  await writeFile(
    join(directory, `${'a'.repeat(32)}.json`),
    JSON.stringify({ schema: 1, origin: 'https://old.example', prefix: '/api', record }),
  );
  const { code, stderr } = await runLine(['recover', '--base-url', api.origin], {
    environment: { QA_STATE_DIR: directory, QA_TOKEN: api.token },
    cwd: directory,
  });
  expect(code).toBe(0);
  expect(stderr).toContain('are not for (https://old.example): recover them with the base URL');
});
