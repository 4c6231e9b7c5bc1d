import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says as the very last line how many tests passed, failed and were skipped, for programs that read the
 * output.
 */
export default class CountReporter implements Reporter {
  #modules: readonly TestModule[] = [];
  #errors = 0;

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.#modules = modules;
    this.#errors = unhandledErrors.length;
    // What the other reporters say at the end of the run, and a server's last words, come before.
    process.once('exit', () => process.stdout.write(`${this.#line()}\n`));
  }

  #line(): string {
    const counts = { passed: 0, failed: this.#errors, skipped: 0 };
    for (const module of this.#modules) {
      // A file that could not be loaded has no tests to count, and has failed all the same.
      if (module.state() === 'failed' && module.children.size === 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
      }
    }
    return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  }
}
