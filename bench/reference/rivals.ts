import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tool that sends the same four requests as the shell script, ready to be started. */
export interface Rival {
  readonly name: string;
  /** Words after `node`. */
  readonly words: () => string[];
  readonly cwd: string;
}

interface Recipe {
  readonly name: string;
  readonly bin: string;
  /**
   * Files by name: the four requests in the tool's own form, the origin as `BASE` and the token as `TOKEN` in
   * it.
   */
  readonly files: (base: string, token: string) => Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

interface Request {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, string>>;
}

/** As bench/reference/verify-mute.sh sends them. */
const requests: readonly Request[] = [
  { name: 'before', method: 'GET', path: '/' },
  {
    name: 'mute source',
    method: 'POST',
    path: '/mute-source',
    body: { source_id: '00000000-0000-4000-a000-000000000001' },
  },
  { name: 'mute theme', method: 'POST', path: '/mute-theme', body: { theme: 'tech' } },
  { name: 'after', method: 'GET', path: '/' },
];

const recipes: readonly Recipe[] = [
  {
    name: 'newman',
    bin: 'newman/bin/newman.js',
    files: (base, token) => ({
      'mute.json': JSON.stringify({
        info: {
          name: 'mute',
          schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
        },
        item: requests.map(({ name, method, path, body }) => ({
          name,
          request: {
            url: base + path,
            method,
            header: [
              { key: 'Authorization', value: `Bearer ${token}` },
              { key: 'Content-Type', value: 'application/json' },
            ],
            ...(body && { body: { mode: 'raw', raw: JSON.stringify(body) } }),
          },
        })),
      }),
    }),
    words: ['run', 'mute.json'],
  },
  {
    name: '@usebruno/cli',
    bin: '@usebruno/cli/bin/bru.js',
    files: (base, token) => ({
      'bruno.json': JSON.stringify({ version: '1', name: 'mute', type: 'collection' }),
      ...Object.fromEntries(
        requests.map(({ name, method, path, body }, index) => [
          `${index}.bru`,
          [
            `meta {\n  name: ${name}\n  type: http\n  seq: ${index + 1}\n}`,
            `${method.toLowerCase()} {\n  url: ${base}${path}\n  body: ${body ? 'json' : 'none'}\n  ` +
              `auth: none\n}`,
            `headers {\n  Authorization: Bearer ${token}\n}`,
            ...(body ? [`body:json {\n  ${JSON.stringify(body)}\n}`] : []),
          ].join('\n\n'),
        ]),
      ),
    }),
    words: ['run'],
  },
  {
    name: 'stepci',
    bin: 'stepci/dist/index.js',
    files: (base, token) => ({
      'mute.yml': JSON.stringify({
        version: '1.1',
        name: 'mute',
        tests: {
          mute: {
            steps: requests.map(({ name, method, path, body }) => ({
              name,
              http: {
                url: base + path,
                method,
                headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
                ...(body && { body: JSON.stringify(body) }),
                check: { status: 200 },
              },
            })),
          },
        },
      }),
    }),
    words: ['run', 'mute.yml'],
  },
];

/**
 * Installs each of them outside the project and writes its four requests; says why where one cannot be had.
 */
export async function installRivals(say: (line: string) => void) {
  const home = await mkdtemp(join(tmpdir(), 'bench-rivals-'));
  const installed = recipes.flatMap((recipe) => {
    const place = join(home, recipe.name.replace(/\W+/g, '-'));
    const ended = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', place, recipe.name], {
      encoding: 'utf8',
      timeout: 300_000,
      cwd: tmpdir(),
    });
    if (ended.status === 0) return [{ recipe, place }];
    say(
      `${recipe.name}: skipped, npm install did not end well: ` +
        `${(ended.stderr || String(ended.error ?? ended.signal)).trim().split('\n').slice(0, 2).join(' ')}`,
    );
    return [];
  });
  return {
    /** The tools, with their requests written for one server and token. */
    aim: async (origin: string, token: string): Promise<Rival[]> =>
      Promise.all(
        installed.map(async ({ recipe, place }) => {
          const cwd = join(place, 'requests');
          await mkdir(cwd, { recursive: true });
          for (const [name, text] of Object.entries(
            recipe.files(`${origin}/api/users/personalization`, token),
          ))
            await writeFile(join(cwd, name), text);
          return {
            name: recipe.name,
            cwd,
            words: () => [join(place, 'node_modules', recipe.bin), ...recipe.words],
          };
        }),
      ),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
