import { verdictOf, type Examination } from '../../examine.ts';
import { incompleteCleanup } from '../incomplete-cleanup.ts';
import { cleanup } from '../probes/cleanup.ts';
import type { Restoration } from './restore.ts';

/**
 * What is said after an interrupted run was undone; of null, that none is on record, and so nothing is left.
 * Pure.
 */
export function recovered(restoration: Restoration | null): Examination {
  const judgement = restoration === null ? [] : incompleteCleanup.judge({ cleanup: restoration });
  return {
    evidence: restoration === null ? {} : { [cleanup.name]: restoration },
    verdicts: [verdictOf(incompleteCleanup, judgement)],
    credentialsRefused: false,
  };
}
