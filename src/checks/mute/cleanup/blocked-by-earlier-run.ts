import type { Check } from '../../check.ts';
import { verdictOf, type Examination } from '../../examine.ts';
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
  const left = verdictOf(incompleteCleanup, incompleteCleanup.judge({ cleanup: restoration }));
  const reason =
    'an interrupted run left values behind that could not be ' +
    `undone${restoration.reason === null ? '' : ` (${restoration.reason})`}, so nothing was tried`;
  const rest = checks
    .filter(({ code }) => code !== incompleteCleanup.code)
    .map(({ code }) => ({ check: code, status: 'unknown' as const, reason, findings: [] }));
  return { evidence: { [cleanup.name]: restoration }, verdicts: [...rest, left], credentialsRefused: false };
}
