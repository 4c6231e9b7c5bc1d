import type { Finding, Verdict } from '../../../src/checks/finding.ts';

/** Verdicts as literal objects: what a cause weighs is never more than this and evidence. */
export function clear(check: string): Verdict {
  return { check, status: 'clear', reason: null, findings: [] };
}

export function unknown(check: string): Verdict {
  return { check, status: 'unknown', reason: 'it could not be looked at', findings: [] };
}

export function skipped(check: string): Verdict {
  return { check, status: 'skipped', reason: 'it does not apply here', findings: [] };
}

export function found(check: string, changes: Partial<Finding> = {}): Verdict {
  const finding: Finding = {
    code: check,
    severity: 'error',
    subject: 'subject',
    message: `message of ${check}`,
    facts: {},
    remedy: { advice: '', sql: [], command: null },
    fingerprint: `${check}:${changes.subject ?? 'subject'}`,
    ...changes,
  };
  return { check, status: 'found', reason: null, findings: [finding] };
}
