import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    reporters: ['default', './tests/support/count-reporter.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    // One more than there are cores, where vitest takes one fewer: much of a test is waiting for servers and
    // child processes.
    maxWorkers: availableParallelism() + 1,
    // Files of one worker share its modules: loading them anew for each took a third of all the time. No test
    // changes a module's state.
    isolate: false,
    // Far beyond what any test takes: a busy machine is no fault, and a hang is found all the same.
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
