import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What starts servers and processes: a test that leads to one of these takes longer than a mutant may. */
const serves = new RegExp(
  [
    String.raw`^(node:(child_process|net|http|https|tls)|fastify|pg|msw(\/.*)?`,
    String.raw`.*\/(src\/api\b.*|support\/hostile-server\.ts))$`,
  ].join('|'),
);

/** What is left out, by what `QA_MUTANTS` asks for. */
const leftOut = {
  // Who runs whole command lines loads modules while a test runs: constants would count as covered by it
  // alone.
  pure: new RegExp(`${serves.source}|/support/command-line\\.ts$`),
  commands: serves,
  servers: /^(node:child_process|fastify|pg|.*\/src\/api\b.*)$|\/support\/(browser|postgres)\.ts$/,
  database: /^node:child_process$|\/support\/(reference-api|standby)\.ts$/,
};
const modes: Readonly<Record<string, RegExp>> = leftOut;
const mode = process.env['QA_MUTANTS'] ?? 'pure';
const starts = modes[mode] ?? leftOut.pure;
/** What these start, xmllint or promtool, answers at once. */
const startsQuickly = (file: string, started: string): boolean =>
  mode === 'commands' && started === 'node:child_process' && file.startsWith('tests/qa/reporters/');
/** What the checks' own tests say of the command line is little, and takes minutes. */
const folders =
  mode === 'commands' || mode === 'servers'
    ? ['tests/qa', 'tests/house']
    : ['tests/checks', 'tests/qa', 'tests/house'];
/** Folders or files of tests that judge alone, parted by commas: then all they start is started. */
const chosen = process.env['QA_MUTANTS_TESTS']?.split(',');

/**
 * What judges mutants: tests that lead to neither a server nor a process, so that each takes no time. Beyond
 * these, `QA_MUTANTS=commands` runs whole command lines that nobody answers, `servers` those that a server in
 * this process answers, and `database` lends a database to what only it shows (foreign keys, locks). Of a
 * command that asks a database `QA_MUTANTS_TESTS` names the tests: theirs are few enough to run them all.
 */
export default defineConfig({
  test: {
    include: chosen?.map((place) => (place.endsWith('.ts') ? place : `${place}/**/*.test.ts`)) ?? harmless(),
    globalSetup: chosen !== undefined || mode === 'database' ? ['tests/support/global-setup.ts'] : [],
    // One thread for all: scripts/kept-threads.mjs.
    isolate: false,
    // Stryker ends a mutant that hangs; where nothing is mutated, a busy machine is no fault.
    testTimeout: 300_000,
  },
});

function harmless(): string[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
    .filter(
      (file) =>
        /(checks|qa)\/.*\.test\.ts$|generated\.test\.ts$/.test(file) && !leadsToServer(file, new Set()),
    );
}

function leadsToServer(file: string, passed: Set<string>): boolean {
  if (passed.has(file)) return false;
  passed.add(file);
  const imported = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) .*?from '([^']+)';$/gms)];
  return imported.some(([, from = '']) => {
    if (starts.test(from)) return !startsQuickly(file, from);
    const path = join(dirname(file), from);
    return from.startsWith('.') && path.startsWith('tests') && leadsToServer(path, passed);
  });
}
