import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, Severity, Verdict } from '../../src/checks/finding.ts';
import { exitCodeOf, type Ending } from '../../src/qa/exit-code.ts';

const finding = (severity: Severity, code = 'lost-mute'): Finding => ({
  code,
  severity,
  subject: 'theme',
  message: 'm',
  facts: {},
  remedy: { advice: 'a', sql: [], command: null },
  fingerprint: `${code}:theme`,
});
const clear: Verdict = { check: 'a', status: 'clear', reason: null, findings: [] };
const unseen: Verdict = { check: 'b', status: 'unknown', reason: 'timeout', findings: [] };
const skipped: Verdict = { check: 'c', status: 'skipped', reason: 'not asked for', findings: [] };
const found = (severity: Severity, code?: string): Verdict => ({
  check: 'd',
  status: 'found',
  reason: null,
  findings: [finding(severity, code)],
});
const ending = (changes: Partial<Ending>): Ending => ({
  verdicts: [clear],
  cleanup: 'complete',
  interrupted: null,
  credentialsRefused: false,
  failOn: 'error',
  ...changes,
});

describe('the exit code', () => {
  it.each<[number, string, Partial<Ending>]>([
    [0, 'all clear', {}],
    [3, 'skipped only', { verdicts: [skipped, skipped] }],
    [3, 'skipped only, whatever is to fail', { verdicts: [skipped], failOn: 'never' }],
    [3, 'no check at all', { verdicts: [] }],
    [0, 'skipped beside something clear', { verdicts: [skipped, clear] }],
    [0, 'all that was found is in a baseline', { verdicts: [skipped], silenced: 2 }],
    [3, 'an unknown beside a baseline', { verdicts: [skipped, unseen], silenced: 2 }],
    [0, 'a warning, below the threshold', { verdicts: [found('warning')] }],
    [1, 'an error', { verdicts: [clear, found('error')] }],
    [1, 'a warning, at the threshold', { verdicts: [found('warning')], failOn: 'warning' }],
    [0, 'an error that is not to fail', { verdicts: [found('error')], failOn: 'never' }],
    [3, 'unknown', { verdicts: [clear, unseen] }],
    [
      3,
      'a warning that did not see everything',
      { verdicts: [{ ...found('warning'), reason: 'one table was locked' }] },
    ],
    [1, 'an error beside the unknown', { verdicts: [unseen, found('error')] }],
    [4, 'an expired token beside an error', { verdicts: [found('error'), found('error', 'expired-token')] }],
    [4, 'a refused password', { verdicts: [unseen], credentialsRefused: true }],
    [130, 'interrupted beside rejected credentials', { interrupted: 130, credentialsRefused: true }],
    [143, 'terminated', { interrupted: 143, verdicts: [found('error')] }],
    [
      5,
      'something left, and everything else',
      { cleanup: 'incomplete', interrupted: 130, credentialsRefused: true, verdicts: [found('error')] },
    ],
  ])('is %i: %s', (code, _, changes) => {
    expect(exitCodeOf(ending(changes))).toBe(code);
  });

  it('never gets milder by one more verdict, once something was judged', () => {
    const rank = [0, 3, 1, 4];
    const verdict = fc.constantFrom(
      clear,
      unseen,
      skipped,
      found('info'),
      found('warning'),
      found('error'),
      found('error', 'credentials-rejected'),
    );
    fc.assert(
      fc.property(
        fc.array(verdict),
        verdict,
        fc.constantFrom('error', 'warning', 'info', 'never' as const),
        (verdicts, more, failOn) => {
          const before = exitCodeOf(ending({ verdicts: [clear, ...verdicts], failOn }));
          expect(
            rank.indexOf(exitCodeOf(ending({ verdicts: [clear, ...verdicts, more], failOn }))),
          ).toBeGreaterThanOrEqual(rank.indexOf(before));
        },
      ),
    );
  });
});
