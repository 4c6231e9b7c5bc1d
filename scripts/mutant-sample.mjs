import { strykerPlugins as vitest, strykerValidationSchema } from '@stryker-mutator/vitest-runner';

export { strykerValidationSchema };

/** Of so many mutants that a test reaches one is tried: all of a large folder take hours. */
const every = Number(process.env.QA_MUTANTS_EVERY ?? 1);

const [{ kind, factory: createVitest }] = vitest;

/** Stryker's runner for vitest, which calls what is outside the sample an error: that counts for nothing. */
function createSampling(injector) {
  const runner = injector.injectFunction(createVitest);
  const run = runner.mutantRun.bind(runner);
  runner.mutantRun = async (options) =>
    Number(options.activeMutant.id) % every === 0
      ? run(options)
      : { status: 'error', errorMessage: 'outside the sample' };
  return runner;
}
createSampling.inject = ['$injector'];

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
  { kind: 'Ignore', name: 'constants', value: constants },
];
