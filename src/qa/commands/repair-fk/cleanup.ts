import { repairCommand } from '../../../checks/foreign-keys/index.ts';
import type { Repair } from '../../../checks/repair/index.ts';
import type { Cleanup } from '../../../checks/report.ts';
import { followUp } from '../../output/follow-up.ts';
import type { Target } from '../../target/target.ts';

/**
 * Ours is what a repair began and could not end: never a key that was not touched, nor one that was to stay
 * NOT VALID.
 */
export function cleanupOf(seen: Repair | null, target: Pick<Target, 'flags' | 'databaseFlag'>): Cleanup {
  if (seen === null || !seen.applied || seen.subject === null) return { status: 'not-needed', undo: [] };
  const changed = seen.attempts.some(({ outcome }) => outcome === 'done');
  const settled = seen.after === 'right' || (seen.leaveNotValid && seen.after === 'not-valid');
  if (seen.after === 'unknown' || (changed && !settled))
    return { status: 'incomplete', undo: [followUp(`${repairCommand(seen.subject)} --apply`, target)] };
  return { status: changed ? 'complete' : 'not-needed', undo: [] };
}
