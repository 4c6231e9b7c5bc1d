// Takes the pictures of docs/html-report.md from real runs: node scripts/screenshots.mjs. Without chromium it
// says so and leaves them as they are.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { withDevServer } from './dev-server.mjs';

const pictures = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const shots = [
  {
    incident: 'foreign-key-wrong-target',
    command: 'inspect-fk',
    name: 'html-key',
    width: 1000,
    height: 1000,
  },
  {
    incident: 'foreign-key-wrong-target',
    command: 'inspect-fk',
    name: 'html-key-narrow',
    width: 390,
    height: 900,
  },
  {
    incident: 'blocked-migration',
    command: 'inspect-locks',
    name: 'html-locks',
    width: 1000,
    height: 1000,
    dark: true,
  },
];

for (const { incident, command, name, width, height, dark = false } of shots) {
  await withDevServer(incident, async ({ directory, run }) => {
    // The browser of the tests, which needs no further package.
    const outfile = join(directory, 'browser.mjs');
    const entry = fileURLToPath(new URL('../tests/support/browser.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm' });
    const { chromium, startBrowser } = await import(outfile);
    if (chromium === null)
      return console.log(`${name}: chromium is not installed, the picture stays as it is`);
    const page = join(directory, 'report.html');
    await run([command, '--target', 'local', '--format', `html=${page}`]);
    const browser = await startBrowser();
    try {
      const picture = await browser.visit(page, { width, dark, scripts: false }, (seen) =>
        seen.screenshot(height),
      );
      await mkdir(pictures, { recursive: true });
      await writeFile(join(pictures, `${name}.png`), picture);
    } finally {
      await browser.close();
    }
  });
}
