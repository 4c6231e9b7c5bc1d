import { expect, it } from 'vitest';
import { readLimits } from '../../../src/qa/target/read-limits.ts';

it.each([
  [10_000, 500],
  [500, 500],
  [200, 200],
])('of %i ms for a query at most %i ms are spent on a lock', (timeoutMs, lockTimeoutMs) => {
  expect(readLimits(timeoutMs)).toEqual({ statementTimeoutMs: timeoutMs, lockTimeoutMs });
});
