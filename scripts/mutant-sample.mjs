import { dirname } from 'node:path';
import { strykerPlugins as vitest, strykerValidationSchema } from '@stryker-mutator/vitest-runner';
import { keptThreads } from './kept-threads.mjs';
import { rooms } from './mutant-rooms.mjs';

export { strykerValidationSchema };

/** Of so many mutants one is tried: all of a large folder take hours. */
const every = Number(process.env.QA_MUTANTS_EVERY ?? 1);

const [{ kind, factory: createVitest }] = vitest;

/**
 * Stryker's runner for vitest, in a thread that is kept, which calls what is outside the sample an error:
 * that counts for nothing.
 */
function createSampling(injector) {
  const runner = injector.injectFunction(createVitest);
  const [init, dryRun, run] = ['init', 'dryRun', 'mutantRun'].map((name) => runner[name].bind(runner));
  runner.init = async () => {
    await init();
    const pool = keptThreads();
    for (const { config } of runner.ctx.projects) {
      Object.assign(config, { pool: pool.name, poolRunner: pool });
    }
  };
  const timesMs = new Map();
  runner.dryRun = async (options) => {
    const result = await dryRun(options);
    for (const { id, timeSpentMs } of result.tests ?? []) timesMs.set(id, timeSpentMs);
    // From here on the tests of each mutant are known: what leads to its file need not be sought again.
    runner.options = { ...runner.options, vitest: { ...runner.options.vitest, related: false } };
    return result;
  };
  runner.mutantRun = async (options) =>
    Number(options.activeMutant.id) % every === 0
      ? run({ ...options, testFilter: nearest(options, timesMs) })
      : { status: 'error', errorMessage: 'outside the sample' };
  return runner;
}
createSampling.inject = ['$injector'];

/** What the tests of one mutant may take together, where nothing is mutated. */
const mostMs = process.env.QA_MUTANTS_TESTS === undefined ? 5_000 : Infinity;

/**
 * Some hundred command lines lead to the reading of options: of the tests that reach a mutant those are run
 * that stand in the folder which mirrors its own, and then the quickest, as far as the time goes.
 */
function nearest({ testFilter, sandboxFileName }, timesMs) {
  if (testFilter === undefined) return undefined;
  const mirrored = `/${dirname(sandboxFileName).replace(/^.*src\//, 'tests/')}/`;
  const far = (id) => Number(!id.includes(mirrored));
  const sorted = testFilter.toSorted(
    (a, b) => far(a) - far(b) || (timesMs.get(a) ?? 0) - (timesMs.get(b) ?? 0),
  );
  let leftMs = mostMs;
  return sorted.filter((id, index) => (leftMs -= timesMs.get(id) ?? 0) > 0 || index === 0);
}

/**
 * Constants of a module are made before a mutant is put in, wherever it was loaded at the head of a test.
 * Where the first command line of a test loads it, that test alone would be asked about them.
 */
const constants = {
  shouldIgnore(path) {
    if (path.isStatement() || path.getFunctionParent() !== null) return;
    let holdsFunction = path.isFunction();
    path.traverse({
      Function(inner) {
        holdsFunction = true;
        inner.stop();
      },
    });
    return holdsFunction ? undefined : 'a constant of its module';
  },
};

export const strykerPlugins = [
  { kind, name: 'vitest', factory: createSampling },
  { kind: 'Reporter', name: 'rooms', value: rooms },
  { kind: 'Ignore', name: 'constants', value: constants },
];
