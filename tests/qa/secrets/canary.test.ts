import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawings, formats } from '../../../src/qa/reporters/formats.ts';
import { startSmallApi, type Flaws } from '../../checks/mute/small-api.ts';
import { canaryToken, spellingsIn, spellingsOf } from '../../support/canary.ts';
import { runLine } from '../../support/command-line.ts';
import { answer, startHostileServer } from '../../support/hostile-server.ts';

let directory: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'canary-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(directory, { recursive: true });
});

interface Scene {
  readonly token: string;
  readonly origin: string;
  readonly argv?: readonly string[];
  readonly command?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Other secrets that must not be seen either. */
  readonly others?: readonly string[];
  /** How often the line is run: the second run meets the journal that the first left. */
  readonly times?: number;
  readonly code: number;
}

const small = async (flaws: Flaws = {}) => {
  const api = await startSmallApi(flaws, { muted_themes: ['sport', 'politique'] });
  closing.push(api.close);
  return { origin: api.origin, token: api.token };
};
const hostile = async (...given: Parameters<typeof startHostileServer>) => {
  const server = await startHostileServer(...given);
  closing.push(server.close);
  return { origin: server.origin, token: canaryToken() };
};
const odd = String.raw`caña "ry" <to>ken & 'x' \ +/=%41`;

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  'a healthy API': async () => ({ ...(await small()), code: 0 }),
  'a server that quotes the token in every mute': async () => ({
    ...(await small({ echoes: true })),
    code: 1,
  }),
  'a server that quotes the token everywhere': async () => ({
    ...(await hostile((socket, { bearer }) => {
      const said = spellingsOf(bearer);
      answer(
        socket,
        `401 ${bearer}`,
        {
          'content-type': 'application/json',
          location: `/?t=${bearer}`,
          'www-authenticate': `Bearer ${bearer}`,
        },
        JSON.stringify({ detail: said }),
      );
    })),
    code: 4,
  }),
  'an unmute that does nothing, and then the journal of it': async () => ({
    ...(await small({ keeps: 'theme' })),
    argv: ['--consistency', '200ms'],
    times: 2,
    code: 5,
  }),
  'recovery that fails': async () => {
    const { origin, token } = await small({ keeps: 'theme' });
    const argv = ['--consistency', '200ms'];
    await line({ origin, token, argv, code: 5 }, ['verify-mute', '-']);
    return { origin, token, argv, command: 'recover', code: 5 };
  },
  'a value of the user that cannot be put back': async () => ({
    ...(await small({ january: true })),
    argv: ['--allow-residue', '--theme', 'sport'],
    code: 5,
  }),
  'an expired token': async () => ({
    ...(await small()),
    token: canaryToken({ exp: 1_700_000_000 }),
    code: 4,
  }),
  'a malformed token of odd signs': async () => ({ ...(await small()), token: odd, code: 4 }),
  'recovery with a malformed token': async () => ({
    ...(await small()),
    token: odd,
    command: 'recover',
    code: 4,
  }),
  'a port that nobody listens on': async () => {
    const { origin, token } = await small();
    await closing.pop()?.();
    return { origin, token, code: 1 };
  },
  'clear text to another machine': async () => ({
    origin: 'http://api.example',
    token: canaryToken(),
    code: 2,
  }),
  'a dry run': async () => ({ ...(await small()), argv: ['--dry-run'], code: 0 }),
  'a mistake beside the token': async () => {
    const { origin, token } = await small();
    return { origin, token, argv: ['--no-such-option', token], code: 2 };
  },
  'a header of the user, quoted': async () => ({
    ...(await hostile((socket, { head }) =>
      answer(socket, '500 Oops', { 'content-type': 'application/json' }, JSON.stringify({ detail: head })),
    )),
    argv: ['--header', 'x-api-key: correct-horse-battery'],
    others: ['correct-horse-battery'],
    code: 1,
  }),
  'a proxy with a password that is not there': async () => ({
    origin: 'https://api.example',
    token: canaryToken(),
    environment: { HTTPS_PROXY: 'http://user:correct-horse-battery@127.0.0.1:9' },
    others: ['correct-horse-battery'],
    code: 1,
  }),
};

/** One command line against the scene, with the token on standard input. */
async function line({ token, origin, argv = [], environment = {} }: Scene, words: readonly string[]) {
  return runLine([...words, '--base-url', origin, '--timeout', '2s', '--verbose', ...argv], {
    stdin: `${token}\n`,
    environment: { QA_STATE_DIR: join(directory, 'state'), ...environment },
    cwd: directory,
  });
}

it.each(Object.entries(scenes))('%s: the token is in no sink and no format', async (_, arrange) => {
  const scene = await arrange();
  const { token, command = 'verify-mute', code, times = 1, others = [] } = scene;
  const out = join(directory, 'out');
  await mkdir(out);
  await writeFile(join(directory, 'token'), token);
  const sinks: string[] = [];
  const reports =
    command === 'verify-mute'
      ? [
          '--show-curl',
          ...formats
            .filter((format) => !drawings.includes(format))
            .flatMap((format) => ['--format', `${format}=${join(out, format)}`]),
        ]
      : [];
  const ways: readonly [readonly string[], Readonly<Record<string, string>>][] = [
    [['-'], {}],
    [['--token-file', 'token'], {}],
    [[], { QA_TOKEN: token }],
    [[token], {}],
  ];
  // What cannot be undone is tried for seconds; how the token was given matters no more by then.
  const tried = code === 5 ? ways.slice(0, times) : ways;
  for (const [words, environment] of tried) {
    const summary = { GITHUB_STEP_SUMMARY: join(out, 'summary') };
    const ended = await line(
      { ...scene, environment: { ...scene.environment, ...environment, ...summary } },
      [command, ...words, ...reports],
    );
    expect({ code: ended.code, crashed: /mistake of qa itself/.test(ended.stderr) }).toEqual({
      code,
      crashed: false,
    });
    sinks.push(ended.stdout, ended.stderr);
  }
  for (const place of [out, join(directory, 'state')]) {
    for (const file of await readdir(place).catch(() => []))
      sinks.push(await readFile(join(place, file), 'utf8'));
  }
  for (const secret of [token, ...others]) expect(spellingsIn(secret, sinks)).toEqual([]);
});
