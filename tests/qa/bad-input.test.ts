import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLine } from '../support/command-line.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa bad input '));
  await writeFile(join(cwd, 'empty'), '\n');
  await writeFile(join(cwd, 'broken.json'), '{');
  await writeFile(join(cwd, 'misspelt.json'), JSON.stringify({ targetts: {} }));
  await writeFile(join(cwd, 'wrong.json'), JSON.stringify({ thresholds: { warnMs: 'slow' } }));
});
afterAll(() => rm(cwd, { recursive: true }));

const mute = ['verify-mute', '--base-url', 'https://api.example.com'];
const railway = ['verify-railway', '--base-url'];

describe('a mistake of the user gets one sentence and exit code 2', () => {
  it.each<[string, string[], RegExp]>([
    [
      'no token',
      mute,
      /No token was given: pass it as - \(standard input\), with --token-file FILE, or in QA_TOKEN\./,
    ],
    [
      'an unreadable token file',
      [...mute, '--token-file', 'absent'],
      /The token file absent cannot be read: /,
    ],
    ['an empty token file', [...mute, '--token-file', 'empty'], /The token file empty is empty\./],
    ['no base URL', ['verify-railway'], /The target "prod" has no base URL: give --base-url/],
    [
      'a base URL without scheme',
      [...railway, 'api.example.com'],
      /"api\.example\.com" has no scheme: write https:\/\/host\./,
    ],
    [
      'a base URL with a path',
      [...railway, 'https://api.example.com/v2'],
      /has the path \/v2: write https:\/\/api\.example\.com, and --api-prefix \/v2/,
    ],
    [
      'a base URL of another kind',
      [...railway, 'ftp://api.example.com'],
      /begins with ftp:\/\/: write https:\/\/host\./,
    ],
    [
      'a prefix that is not a path',
      [...railway, 'https://api.example.com', '--api-prefix', 'a b'],
      /--api-prefix "a b" is not a path: write it as \/api\./,
    ],
    [
      'a database URL of another kind',
      ['inspect-fk', '--database-url', 'mysql://user@host/name'],
      /mysql:\/\//,
    ],
    [
      'an unknown target',
      ['verify-railway', '--target', 'lokal'],
      /There is no target "lokal" for --target: .+ Did you mean "local"\?/,
    ],
    [
      'an unknown command',
      ['verify-mutes'],
      /"verify-mutes" is neither a command nor an option here.+Did you mean "verify-mute"\?/,
    ],
    [
      'an unknown command with flags',
      ['verify-mutes', '--base-url', 'https://a'],
      /Did you mean "verify-mute"\?/,
    ],
    [
      'an unknown flag',
      ['verify-railway', '--bse-url', 'x'],
      /--bse-url is not an option of qa verify-railway; .* Did you mean "--base-url"\?/,
    ],
    [
      'an unknown code',
      [...railway, 'https://api.example.com', '--only', 'dead-livenes'],
      /Did you mean "dead-liveness"\?/,
    ],
    [
      'an unknown format',
      [...railway, 'https://api.example.com', '--format', 'jsn'],
      /--format jsn is not known.+Did you mean "json"\?/,
    ],
    ['no duration', [...railway, 'https://api.example.com', '--timeout', 'soon'], /"soon" is not a duration/],
    [
      'a configuration that is not JSON',
      ['verify-railway', '--config', 'broken.json'],
      /broken\.json is not JSON: /,
    ],
    [
      'a misspelt key',
      ['verify-railway', '--config', 'misspelt.json'],
      /unknown key "targetts"; allowed are .+Did you mean "targets"\?/,
    ],
    [
      'a wrong value',
      ['verify-railway', '--config', 'wrong.json'],
      /thresholds\.warnMs should be a number, and is a text/,
    ],
  ])('%s', async (_, line, sentence) => {
    const { code, stdout, stderr } = await runLine(line, { cwd, environment: { HOME: cwd } });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^qa: [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('a token never travels in clear text', async () => {
    const line = ['verify-mute', '-', '--base-url', 'http://api.example.com'];
    const { code, stderr } = await runLine(line, {
      cwd,
      stdin: 'header.payload.signature',
      environment: { HOME: cwd },
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'qa: The token would travel to http://api.example.com in clear text: use https (plain http is ' +
        'for loopback only).\n',
    );
  });
});

it('a token that is not a JWT ends with 4, and nothing is sent', async () => {
  const line = ['verify-mute', '-', '--base-url', 'http://127.0.0.1:1', '--format', 'json'];
  const { code, stdout } = await runLine(line, { cwd, stdin: 'no-token-at-all', environment: { HOME: cwd } });
  expect(code).toBe(4);
  const report = JSON.parse(stdout);
  expect(
    report.verdicts
      .filter(({ status }: { status: string }) => status === 'found')
      .map(({ check }: { check: string }) => check),
  ).toEqual(['malformed-token']);
  expect(stdout).not.toContain('no-token-at-all');
});

it('a port that nobody listens on ends with a finding, not with a stack', async () => {
  const { code, stdout, stderr } = await runLine([...railway, 'http://127.0.0.1:1', '--format', 'json'], {
    cwd,
  });
  expect(JSON.parse(stdout).exitCode).toBe(code);
  expect(code).toBe(1);
  expect(stderr).not.toMatch(/\n\s+at /);
});
