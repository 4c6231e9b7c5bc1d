import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { readToken, type TokenOptions } from '../../../src/qa/secrets/token-source.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa-token-'));
  await writeFile(join(cwd, 'token'), 'from.a.file\n');
  await writeFile(join(cwd, 'blank'), ' \n\t\n');
});
afterAll(() => rm(cwd, { recursive: true }));

interface Given extends TokenOptions {
  readonly stdin?: string;
  readonly variable?: string;
  /** The dev server's own. */
  readonly own?: string;
  readonly origin?: string | null;
}

async function read({ stdin = '', variable, own, origin = 'https://api.example', ...options }: Given) {
  const said: string[] = [];
  const secrets = createSecrets();
  const io = {
    environment: variable === undefined ? {} : { QA_TOKEN: variable },
    cwd,
    processes: ownProcesses,
    readStdin: async () => stdin,
  };
  const app = { io, secrets, say: (line: string) => void said.push(line) };
  const token = await readToken(options, app, { token: own ?? null, origin });
  return { token, said, redact: secrets.redact };
}

it.each<[string, Given, string | null]>([
  [
    'the command line goes before all',
    { token: 'a.b.c', tokenFile: 'token', variable: 'v', own: 'o' },
    'a.b.c',
  ],
  ['a dash is standard input', { token: '-', stdin: 'from.std.in\n', tokenFile: 'token' }, 'from.std.in'],
  ['a file goes before the variable', { tokenFile: 'token', variable: 'v', own: 'o' }, 'from.a.file'],
  ['an empty word is none', { token: '', tokenFile: 'token' }, 'from.a.file'],
  ['the variable goes before the dev server', { variable: 'from.a.variable', own: 'o' }, 'from.a.variable'],
  ['the dev server’s own comes last', { own: 'its.own' }, 'its.own'],
  ['an empty variable is none', { variable: '', own: 'its.own' }, 'its.own'],
  ['a blank variable is none', { variable: ' \n', own: 'its.own' }, 'its.own'],
  ['empty standard input is none', { token: '-', stdin: '\n', own: 'its.own' }, 'its.own'],
  ['nothing is none', {}, null],
  ['space around it goes', { variable: '  a.b.c\r\n' }, 'a.b.c'],
  ['quotes around it go', { variable: '"a.b.c"' }, 'a.b.c'],
  ['single quotes around it go, and space in them', { variable: "' a.b.c '" }, 'a.b.c'],
  ['space around quotes goes', { variable: ' "a.b.c" \n' }, 'a.b.c'],
  ['quotes that end before it does stay', { variable: '"a"b' }, '"a"b'],
  ['a line’s end makes it no longer', { variable: `${'x'.repeat(16_384)}\n` }, 'x'.repeat(16_384)],
  ['quotes that begin within it stay', { variable: 'a"b"' }, 'a"b"'],
  ['one quote stays', { variable: '"a.b.c' }, '"a.b.c'],
  ['a quote at the end stays', { variable: 'a.b.c"' }, 'a.b.c"'],
  ['quotes of two kinds stay', { variable: `"a.b.c'` }, `"a.b.c'`],
  ['quotes around lines go', { variable: '"a.\nb"' }, 'a.\nb'],
  ['the word before it goes', { variable: 'Bearer a.b.c' }, 'a.b.c'],
  ['so it does in small letters, and quotes', { variable: '"bearer   a.b.c"' }, 'a.b.c'],
  ['the word behind it stays', { variable: 'a Bearer b' }, 'a Bearer b'],
  ['a word that begins like it stays', { variable: 'Bearerabc' }, 'Bearerabc'],
  ['one as long as a header may be', { variable: 'x'.repeat(16_384) }, 'x'.repeat(16_384)],
])('%s', async (_, given, token) => {
  expect((await read(given)).token).toBe(token);
});

it('a token on the command line is warned about, and one from elsewhere is not', async () => {
  const { said } = await read({ token: 'a.b.c' });
  expect(said).toEqual([
    'A token on the command line shows in ps and in the shell history: better give it as - ' +
      '(standard input), --token-file FILE or QA_TOKEN.',
  ]);
  for (const given of [{ token: '-', stdin: 'a.b.c' }, { variable: 'a.b.c' }, { tokenFile: 'token' }])
    expect((await read(given)).said).toEqual([]);
});

it('a token is a secret from then on, as a whole and in its longer parts', async () => {
  const [head, body, sign] = ['h'.repeat(16), 'b'.repeat(20), 's'.repeat(15)];
  const { redact } = await read({ variable: `${head}.${body}.${sign}` });
  expect(redact(`${head}.${body}.${sign}`)).toBe('[redacted]');
  expect(redact(`${head}, ${body}, ${sign}`)).toBe(`[redacted], [redacted], ${sign}`);
});

it('what was given on the command line is a secret with all that stood around the token', async () => {
  const { redact } = await read({ token: 'Bearer  odd"word' });
  expect(redact('it was Bearer  odd"word here')).toBe('it was [redacted] here');
});

it.each<[string, Given, string, number]>([
  [
    'a file that is not there',
    { tokenFile: 'absent' },
    'The token file absent cannot be read: ENOENT: no such file',
    2,
  ],
  ['a blank file', { tokenFile: 'blank' }, 'The token file blank is empty.', 2],
  [
    'one that is longer than a header',
    { variable: 'x'.repeat(16_385) },
    'The token has 16385 characters, and no token has more than 16384.',
    4,
  ],
  ['one that is longer, on the command line', { token: 'x'.repeat(20_000) }, 'The token has 20000 char', 4],
  [
    'clear text',
    { variable: 'a.b.c', origin: 'http://api.example' },
    'The token would travel to http://api.example in clear text: use https ' +
      '(plain http is for loopback only).',
    2,
  ],
])('%s is refused', async (_, given, message, exitCode) => {
  await expect(read(given)).rejects.toMatchObject({ message: expect.stringContaining(message), exitCode });
});

it.each(['https://api.example', 'http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:80', null])(
  'a token may travel to %s',
  async (origin) => {
    expect((await read({ variable: 'a.b.c', origin })).token).toBe('a.b.c');
  },
);
