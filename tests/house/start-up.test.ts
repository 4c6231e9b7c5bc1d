import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const program = 'dist/qa.js';
const noApi = ['--base-url', 'http://127.0.0.1:1'];
const noDatabase = ['--database-url', 'postgres://a@127.0.0.1:1/a'];
/** Unsigned, and nobody's. */
const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.';

/** A sign that stands in a package's code, and in nothing of ours. */
const packages = {
  yargs: 'Not enough non-option arguments',
  pg: 'SASLInitialResponse',
  undici: 'UND_ERR_CONNECT_TIMEOUT',
  zod: '_zod',
} as const;

/** What a command line loads, at most: kilobytes of ours and of packages, and which packages. */
const ceilings: readonly [line: readonly string[], kilobytes: number, allowed: (keyof typeof packages)[]][] =
  [
    [['--version'], 5, []],
    [['--help'], 160, ['yargs']],
    [['inspect-fk', '--help'], 160, ['yargs']],
    [['verify-mute', '--help'], 160, ['yargs']],
    [['completion', 'bash'], 160, ['yargs']],
    [['verify-mute', token, ...noApi], 430, ['yargs', 'zod']],
    [['verify-railway', ...noApi], 430, ['yargs', 'zod']],
    [['inspect-migrations', '--versions-dir', 'fixtures/migrations/product'], 380, ['yargs', 'zod']],
    [['inspect-locks', ...noDatabase], 460, ['yargs', 'zod', 'pg']],
    [['inspect-sessions', ...noDatabase], 460, ['yargs', 'zod', 'pg']],
    [['inspect-fk', ...noDatabase], 520, ['yargs', 'zod', 'pg']],
  ];

// Node 20 keeps no compiled code from run to run, so what is loaded is what starting costs.
describe.concurrent('start-up', () => {
  it('can tell the packages apart in what is built', async () => {
    const names = (await readdir('dist')).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(names.map((name) => readFile(join('dist', name), 'utf8')));
    const missing = Object.values(packages).filter((sign) => !texts.some((text) => text.includes(sign)));
    expect(missing).toEqual([]);
  });

  it.each(ceilings)('of qa %j loads at most %i KB, and no package but %j', async (line, most, allowed) => {
    const loaded = await loadedBy(line);
    const bytes = loaded.reduce((sum, { size }) => sum + size, 0);
    const each = loaded.map(({ name, size }) => `${name} ${size}`);
    const found = Object.entries(packages).filter(([, sign]) =>
      loaded.some(({ text }) => text.includes(sign)),
    );
    expect(found.map(([name]) => name).toSorted()).toEqual(allowed.toSorted());
    if (bytes > most * 1000) throw new Error(`${bytes} bytes are loaded: ${each.join(', ')}`);
  });
});

/** The files that node evaluated, as its coverage tells. */
async function loadedBy(line: readonly string[]): Promise<{ name: string; size: number; text: string }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'qa-start-up-'));
  try {
    const child = spawn(process.execPath, [program, ...line], {
      env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: folder, QA_STATE_DIR: join(folder, 'state') },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const scripts = await Promise.all(
      files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Coverage),
    );
    const urls = scripts
      .flatMap(({ result }) => result.map(({ url }) => url))
      .filter((url) => url.startsWith('file:'));
    return await Promise.all(
      [...new Set(urls)].map(async (url) => ({
        name: basename(url),
        size: (await stat(new URL(url))).size,
        text: await readFile(new URL(url), 'utf8'),
      })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}
