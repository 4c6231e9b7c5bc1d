import { toFinding, Withheld } from '../../check.ts';
import type { Examination } from '../../examine.ts';
import { incompleteCleanup } from '../incomplete-cleanup.ts';
import { cleanup } from '../probes/cleanup.ts';
import type { Restoration } from './restore.ts';

/**
 * What is said after an interrupted run was undone; of null, that none is on record, and so nothing is left.
 * Pure.
 */
export function recovered(restoration: Restoration | null): Examination {
  const judged = restoration === null ? [] : incompleteCleanup.judge({ cleanup: restoration });
  const observed = judged instanceof Withheld ? judged.observed : judged;
  const findings = observed.map((each) => toFinding(incompleteCleanup, each));
  const status = findings.length > 0 ? ('found' as const) : ('clear' as const);
  return {
    evidence: restoration === null ? {} : { [cleanup.name]: restoration },
    verdicts: [{ check: incompleteCleanup.code, status, reason: null, findings }],
    credentialsRefused: false,
  };
}
