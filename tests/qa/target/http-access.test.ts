import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { readHttpAccess, spacingOf } from '../../../src/qa/target/http-access.ts';
import { ownProcesses } from '../../support/own-processes.ts';

type Given = Partial<Parameters<typeof readHttpAccess>[0]>;

const appOf = (environment: Record<string, string> = {}) => ({
  io: { environment, cwd: '/', processes: ownProcesses, readStdin: async () => '' },
  secrets: createSecrets(),
});
const read = (options: Given, origin = 'https://api.example', app = appOf()) =>
  readHttpAccess({ insecure: false, ...options }, app, origin);

describe('a header of the user', () => {
  it('is none where none is given', async () => {
    expect((await read({})).headers).toEqual({});
  });

  it.each<[string[], Record<string, string>]>([
    [['X-Stage: blue'], { 'x-stage': 'blue' }],
    [['X-Stage:blue', 'x-other: a: b '], { 'x-stage': 'blue', 'x-other': 'a: b ' }],
    [['a: 1', 'A: 2'], { a: '2' }],
    [['a:'], { a: '' }],
    [["!#$%&'*+.^`|~-_0: x"], { "!#$%&'*+.^`|~-_0": 'x' }],
  ])('%j is sent', async (header, headers) => {
    expect((await read({ header })).headers).toEqual(headers);
  });

  it.each([
    ['no colon', '--header takes "Name: value"; this one does not begin with a name and a colon: no colon…'],
    ['a b: c', 'does not begin with a name and a colon: a b: c…'],
    [': c', 'does not begin with a name and a colon: : c…'],
    [' a: c', 'does not begin with a name and a colon:  a: c…'],
    ['a: b\r\nc: d', 'does not begin with a name and a colon: a: b\r\nc: d…'],
    [`${'x'.repeat(30)} secret`, `a colon: ${'x'.repeat(20)}…`],
    [
      'AUTHORIZATION: x',
      '--header cannot set Authorization: requests without a token prove that the door is',
    ],
  ])('%j is refused', async (line, said) => {
    await expect(read({ header: [line] })).rejects.toThrow(said);
  });

  it('is a secret, as a word where it stands under its name', async () => {
    const app = appOf();
    await read({ header: ['X-Key: hush-hush', 'X-Stage: production'] }, undefined, app);
    expect(app.secrets.redact('hush-hush, x-stage: production, the environment production')).toBe(
      '[redacted], x-stage: [redacted], the environment production',
    );
  });
});

describe('a rate', () => {
  it.each<[string | undefined, number]>([
    [undefined, 0],
    ['5/s', 200],
    ['30/m', 2_000],
    ['60/h', 60_000],
    ['4', 250],
    ['0.5', 2_000],
    ['0.25', 4_000],
    ['12.5/s', 80],
    [' 2/s ', 500],
  ])('%s leaves a time between two requests', (rate, spacingMs) => {
    expect(spacingOf(rate)).toBe(spacingMs);
  });

  it.each(['0', '0/s', '5/d', '/s', '', '5/', '5 /s', 'x5', '5s', '.5'])('%j is none', (rate) => {
    expect(() => spacingOf(rate)).toThrow(
      `--rate "${rate}" is not a rate: give requests by the second or minute, 5/s or 30/m.`,
    );
  });

  it('is kept by all clients of one run together', async () => {
    const app = appOf();
    const first = await read({ rate: '5/s' }, undefined, app);
    expect((await read({}, undefined, app)).pace).toBe(first.pace);
    expect((await read({})).pace).not.toBe(first.pace);
  });
});

describe('an address', () => {
  it.each<[string[], string, string | null]>([
    [[], 'https://api.example', null],
    [['api.example:443:10.0.0.1'], 'https://api.example', '10.0.0.1'],
    [['API.example:443:10.0.0.1'], 'https://api.example', '10.0.0.1'],
    [['api.example:80:10.0.0.1'], 'http://api.example', '10.0.0.1'],
    [['api.example:8443:[::1]'], 'https://api.example:8443', '::1'],
    [['[2001:db8::1]:443:10.0.0.1'], 'https://[2001:db8::1]', '10.0.0.1'],
    [['other:443:10.0.0.1', 'api.example:443:10.0.0.2'], 'https://api.example', '10.0.0.2'],
  ])('%j of %s', async (resolve, origin, address) => {
    expect((await read({ resolve }, origin)).resolve).toBe(address);
  });

  it.each([
    ['api.example:443', 'is not HOST:PORT:ADDRESS: write api.example:443:203.0.113.7.'],
    ['api.example:443:name', 'is not HOST:PORT:ADDRESS'],
    ['api.example:https:10.0.0.1', 'is not HOST:PORT:ADDRESS'],
    ['x api.example:443:10.0.0.1', "is for another host than the base URL's: write api.example:443:ADDRESS."],
    ['api.example:80:10.0.0.1', "is for another host than the base URL's"],
  ])('%s is refused', async (entry, said) => {
    await expect(read({ resolve: [entry] })).rejects.toThrow(`--resolve ${entry} ${said}`);
  });

  it('has no effect through a proxy, unless the name is to be asked past it', async () => {
    const proxy = { HTTPS_PROXY: 'http://proxy.example:3128' };
    const resolve = ['api.example:443:10.0.0.1'];
    await expect(read({ resolve }, undefined, appOf(proxy))).rejects.toThrow(
      /^--resolve has no effect through the proxy proxy\.example:3128, which looks names up/,
    );
    const past = appOf({ ...proxy, NO_PROXY: 'api.example' });
    expect((await read({ resolve }, undefined, past)).resolve).toBe('10.0.0.1');
    const own = { resolve: ['localhost:443:127.0.0.1'] };
    expect((await read(own, 'https://localhost', appOf(proxy))).resolve).toBe('127.0.0.1');
  });

  it('a proxy that cannot be read is told, but not where the API is on this machine', async () => {
    const app = appOf({ HTTPS_PROXY: 'ftp://proxy' });
    await expect(read({}, undefined, app)).rejects.toThrow(/PROXY/);
    expect(await read({ insecure: true }, 'https://localhost', app)).toMatchObject({
      ca: null,
      identity: null,
      insecure: true,
      headers: {},
    });
  });
});
