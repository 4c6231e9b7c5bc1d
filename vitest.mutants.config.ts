import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';

const asksDatabase = process.env['QA_MUTANTS'] === 'database';

/**
 * What starts servers and processes: a test that leads to one of these takes longer than a mutant may. And who
 * runs whole command lines loads modules while a test runs: constants would count as covered by it alone.
 */
const starts = asksDatabase
  ? /^node:child_process$|\/support\/(reference-api|standby)\.ts$/
  : /^(node:(child_process|net|http|https|tls)|fastify|pg|msw(\/.*)?|.*\/(src\/api|support\/command-line)\b.*)$/;

/**
 * What judges mutants: tests that lead to neither a server nor a process, so that each takes no time. Where
 * only a database shows that a judge is right (foreign keys, locks), `QA_MUTANTS=database` lends one to them.
 */
export default defineConfig({
  test: {
    include: ['tests/checks', 'tests/qa', 'tests/house']
      .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
      .filter(
        (file) =>
          /(checks|qa)\/.*\.test\.ts$|generated\.test\.ts$/.test(file) && !leadsToServer(file, new Set()),
      ),
    globalSetup: asksDatabase ? ['tests/support/global-setup.ts'] : [],
    // Modules are loaded anew for each mutant: one of a constant would never be seen else.
    isolate: true,
    testTimeout: 60_000,
  },
});

function leadsToServer(file: string, passed: Set<string>): boolean {
  if (passed.has(file)) return false;
  passed.add(file);
  const imported = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) .*?from '([^']+)';$/gms)];
  return imported.some(([, from = '']) => {
    if (starts.test(from)) return true;
    const path = join(dirname(file), from);
    return from.startsWith('.') && path.startsWith('tests') && leadsToServer(path, passed);
  });
}
