import { defineConfig } from 'vitest/config';

/**
 * What judges mutants: tests that need neither a server nor a database of their own, so that each takes no
 * time.
 */
export default defineConfig({
  test: {
    include: [
      'tests/checks/**/*.test.ts',
      'tests/qa/{exit-code,bad-input}.test.ts',
      'tests/qa/{options,output,reporters,secrets,state,target}/**/*.test.ts',
    ],
    exclude: [
      'tests/checks/**/{probes,session,client,apply,railway,orphans}/**',
      'tests/checks/*/{safety,scenarios,remedies,faults,codes,cures,transcripts}*.test.ts',
    ],
    isolate: false,
    testTimeout: 10_000,
  },
});
