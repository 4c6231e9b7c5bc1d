// Runs the benchmarks that are named, or all of them, one after the other: side by side they would measure
// each other.
import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const known = (await readdir(join(root, 'bench'))).filter((file) => /\.(ts|mjs)$/.test(file));
const asked = process.argv.slice(2);
const strangers = asked.filter((name) => !known.some((file) => parse(file).name === name));
if (strangers.length > 0) {
  console.error(
    `There is no benchmark ${strangers.join(', ')}; there are ` +
      `${known.map((file) => parse(file).name).join(', ')}.`,
  );
  process.exit(2);
}

for (const file of known.filter((each) => asked.length === 0 || asked.includes(parse(each).name))) {
  // In dist, since a benchmark finds the project one directory above itself.
  const outfile = join(root, 'dist', `bench-${parse(file).name}.mjs`);
  await build({
    entryPoints: [join(root, 'bench', file)],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
  });
  console.log(`\n${parse(file).name}`);
  const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit', cwd: root });
  await rm(outfile);
  if (status !== 0) process.exitCode = 1;
}
