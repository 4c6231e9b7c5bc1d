import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

it('a changeset raises the version and is told in the changelog', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'qa-release-'));
  for (const name of ['.changeset', 'package.json', 'package-lock.json', 'CHANGELOG.md'])
    await cp(name, join(directory, name), { recursive: true });
  const before = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  await writeFile(
    join(directory, '.changeset', 'a.md'),
    '---\n"facteur-qa": minor\n---\n\nLook at fleets.\n',
  );
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'a'],
  ])
    spawnSync('git', words, { cwd: directory });
  const changeset = resolve('node_modules/@changesets/cli/bin.js');
  const ran = spawnSync(process.execPath, [changeset, 'version'], { cwd: directory, encoding: 'utf8' });
  const after = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string };
  const log = await readFile(join(directory, 'CHANGELOG.md'), 'utf8');
  await rm(directory, { recursive: true });
  expect([ran.status, ran.stderr]).toEqual([0, expect.anything()]);
  const [major, minor] = before.version.split('.').map(Number);
  expect(after.version).toBe(`${major}.${(minor ?? 0) + 1}.0`);
  expect(log).toContain(`## ${after.version}`);
  expect(log).toContain('Look at fleets.');
});

it('the workflow may sign where the package was built, and no job may more than it needs', () => {
  const workflow = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
    readonly permissions: object;
    readonly jobs: { readonly release: { readonly permissions: object; readonly steps: { env?: object }[] } };
  };
  expect(workflow.permissions).toEqual({});
  expect(workflow.jobs.release.permissions).toEqual({
    contents: 'write',
    'pull-requests': 'write',
    'id-token': 'write',
  });
  expect(workflow.jobs.release.steps.at(-1)?.env).toMatchObject({ NPM_CONFIG_PROVENANCE: 'true' });
});
