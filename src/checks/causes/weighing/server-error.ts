import type { Finding } from '../../finding.ts';

/** Whether a finding is about an answer of 500 or more. */
export function isServerError({ facts }: Pick<Finding, 'facts'>): boolean {
  return typeof facts['status'] === 'number' && facts['status'] >= 500;
}
