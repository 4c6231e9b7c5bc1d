import { describe, expect, it } from 'vitest';
import { progressLine } from '../../../../src/checks/foreign-keys/orphans/progress-line.ts';

const half = {
  key: 'public.a.b_fkey',
  rowsSeen: 5_000_000,
  rowsNow: 5_000_000,
  estimatedRows: 10_000_000,
  orphans: 1_234,
  elapsedMs: 10_000,
};

describe('the progress of a count', () => {
  it.each([
    [
      'half way',
      {},
      'public.a.b_fkey: 50 % (5,000,000 of about 10,000,000 rows), 500,000/s, 10 s to go, 1,234 orphans',
    ],
    [
      'gone on with',
      { rowsNow: 1_000_000 },
      'public.a.b_fkey: 50 % (5,000,000 of about 10,000,000 rows), 100,000/s, 50 s to go, 1,234 orphans',
    ],
    [
      'long',
      { estimatedRows: 5_000_000_000, orphans: 1 },
      'public.a.b_fkey: 0 % (5,000,000 of about 5,000,000,000 rows), 500,000/s, 2 h 47 min to go, 1 orphan',
    ],
    [
      'of nobody knows how much',
      { estimatedRows: null },
      'public.a.b_fkey: 5,000,000 rows, 500,000/s, 1,234 orphans',
    ],
    [
      'beyond the estimate',
      { estimatedRows: 4_000_000 },
      'public.a.b_fkey: 5,000,000 rows, 500,000/s, 1,234 orphans',
    ],
    [
      'of an instant',
      { elapsedMs: 0, orphans: 0 },
      'public.a.b_fkey: 50 % (5,000,000 of about 10,000,000 rows), 0 orphans',
    ],
    [
      'at its start',
      { rowsSeen: 0, rowsNow: 0, estimatedRows: 0, orphans: 0 },
      'public.a.b_fkey: 0 of about 0 rows, 0 orphans',
    ],
  ])('%s', (_, changes, line) => {
    expect(progressLine({ ...half, ...changes })).toBe(line);
  });
});
