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
    [
      'no target',
      ['verify-railway'],
      /No target was named: give --base-url https:\/\/host, set QA_BASE_URL, .*qa init.*--target local/,
    ],
    [
      'a named target without a base URL',
      ['verify-railway', '--target', 'prod'],
      /The target "prod" has no base URL: give --base-url/,
    ],
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
    ['a base URL that cannot be read', [...railway, 'https://a b'], /"https:\/\/a b" cannot be read: write/],
    [
      'a base URL with credentials, which are not quoted',
      [...railway, 'https://u:hush-hush@api.example.com'],
      /^(?!.*hush).*holds credentials: write https:\/\/api\.example\.com, and give the token apart\./,
    ],
    [
      'a base URL with a query',
      [...railway, 'https://api.example.com/?a=b'],
      /has a query or a fragment: write https:\/\/api\.example\.com\./,
    ],
    ['a base URL with a fragment', [...railway, 'https://api.example.com/#a'], /has a query or a fragment/],
    [
      'no dev server to look at',
      ['verify-railway', '--target', 'local'],
      /No dev server is known here: start one with qa dev, or give --base-url http:\/\/127\.0\.0\.1:PORT\./,
    ],
    [
      'no dev server with a database',
      ['inspect-fk', '--target', 'local'],
      /No dev server is known here: start one with qa dev, or give --database-url postgresql:\/\/user@host/,
    ],
    [
      'no database',
      ['inspect-fk'],
      /No database was named: set QA_DATABASE_URL or DATABASE_URL, give --database-url, or set PGHOST/,
    ],
    [
      'two formats for one place',
      [...railway, 'https://a', '-f', 'json', '-f', 'tap'],
      /Only one --format can go/,
    ],
    [
      'a format without its file',
      [...railway, 'https://a', '-f', 'junit='],
      /lacks its file: write junit=FILE\./,
    ],
    [
      'a limit that is no number',
      [...railway, 'https://a', '--warn-ms', 'x'],
      /"x" is not a number of milliseconds/,
    ],
    [
      'a limit below zero',
      [...railway, 'https://a', '--fail-ms', '-5ms'],
      /"-5ms" is not a number of milliseconds/,
    ],
    [
      'a limit of nothing',
      [...railway, 'https://a', '--fail-ms', ' '],
      /" " is not a number of milliseconds/,
    ],
    [
      'one option twice',
      [...railway, 'https://a', '--base-url', 'https://b'],
      /--base-url was given 2 times; give it once\./,
    ],
    [
      'a key without a certificate',
      [...railway, 'https://a', '--key', 'empty'],
      /--key is of no use without --cert: give the certificate that it belongs to\./,
    ],
    [
      'an authority that is none',
      [...railway, 'https://a', '--ca-file', 'empty'],
      /--ca-file .*empty holds no certificate: give a PEM file that begins with -----BEGIN CERT/,
    ],
    [
      'an authority that is not there',
      [...railway, 'https://a', '--ca-file', 'no'],
      /--ca-file .*cannot be read: /,
    ],
    ['a header that is none', [...railway, 'https://a', '--header', 'x'], /--header/],
    ['a rate that is none', [...railway, 'https://a', '--rate', 'often'], /--rate/],
    [
      'an address that is none',
      [...railway, 'https://a', '--resolve', 'a:443'],
      /--resolve a:443 is not HOST:PORT/,
    ],
    [
      'an address for another host',
      [...railway, 'https://a', '--resolve', 'b:443:10.0.0.1'],
      /--resolve b:443:10\.0\.0\.1 is for another host than the base URL's: write a:443:ADDRESS\./,
    ],
    [
      'a collector that is no URL',
      [...railway, 'https://a', '--otlp', 'collector'],
      /--otlp takes the URL of an OpenTelemetry collector: write http:\/\/localhost:4318\./,
    ],
    [
      'a Pushgateway with a query',
      [...railway, 'https://a', '--push', 'https://h/?a=b'],
      /--push takes the URL of a Pushgateway: write https:\/\/host:9091\./,
    ],
    [
      'a baseline that is not there',
      [...railway, 'https://a', '--baseline', 'no.json'],
      /The baseline no\.json cannot be read: /,
    ],
    [
      'nothing that is left to run',
      [...railway, 'https://a', '--only', 'dead-liveness', '--skip', 'dead-liveness'],
      /leave no check to run/,
    ],
    [
      'a picture of what has none',
      [...railway, 'https://a', '-f', 'dot'],
      /draws a picture, and verify-railway has none/,
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
