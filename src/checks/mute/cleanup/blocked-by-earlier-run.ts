import { toFindings, Withheld, type Check } from '../../check.ts';
import type { Examination } from '../../examine.ts';
import { incompleteCleanup } from '../incomplete-cleanup.ts';
import { cleanup } from '../probes/cleanup.ts';
import type { Restoration } from './restore.ts';

/**
 * What is said of a run that tried nothing, because an earlier one left values behind that could not be
 * undone: they would pass for the user's. Pure.
 */
export function blockedByEarlierRun(
  restoration: Restoration,
  checks: readonly Pick<Check, 'code'>[],
): Examination {
  const judged = incompleteCleanup.judge({ cleanup: restoration });
  const observed = judged instanceof Withheld ? judged.observed : judged;
  const left = {
    check: incompleteCleanup.code,
    status: 'found' as const,
    reason: null,
    findings: toFindings(incompleteCleanup, observed),
  };
  const reason =
    'an interrupted run left values behind that could not be ' +
    `undone${restoration.reason === null ? '' : ` (${restoration.reason})`}, so nothing was tried`;
  const rest = checks
    .filter(({ code }) => code !== incompleteCleanup.code)
    .map(({ code }) => ({ check: code, status: 'unknown' as const, reason, findings: [] }));
  return { evidence: { [cleanup.name]: restoration }, verdicts: [...rest, left], credentialsRefused: false };
}
