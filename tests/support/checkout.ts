import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export interface Checkout {
  readonly root: string;
  remove(): Promise<void>;
}

/**
 * A checkout of the project as it is now, built, in a path with spaces; for tests that start `qa` as a
 * process of its own. Its `dist` is never older than the source.
 */
export async function builtCheckout(title: string): Promise<Checkout> {
  const root = await mkdtemp(join(tmpdir(), `${title} `));
  for (const part of ['fixtures', 'scripts', 'package.json', 'schema'])
    await cp(part, join(root, part), { recursive: true });
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  await build({
    entryPoints: ['src/qa/main.ts'],
    outfile: join(root, 'dist', 'qa.js'),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
  });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
