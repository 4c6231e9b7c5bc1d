import { severities, worstFirst, type Finding } from '../../checks/finding.ts';
import { groupBy } from '../../checks/support/group-by.ts';

/** What one check found. */
export interface FindingGroup {
  readonly code: string;
  /**
   * The worst first; of the same severity those of the largest table, a key that cascades before one that
   * does not.
   */
  readonly findings: readonly Finding[];
}

/**
 * Findings by code, the group with the worst first; groups of one severity stay in the order of the report,
 * in which their statements can be pasted.
 */
export function findingGroups(findings: readonly Finding[]): FindingGroup[] {
  return [...groupBy(findings, ({ code }) => code)]
    .map(([code, same]) => ({ code, findings: same.toSorted(heaviestFirst) }))
    .toSorted((a, b) => rank(a) - rank(b));
}

function rank({ findings: [first] }: FindingGroup): number {
  return first === undefined ? severities.length : severities.indexOf(first.severity);
}

function heaviestFirst(a: Finding, b: Finding): number {
  return worstFirst(a, b) || weight(b) - weight(a) || cascading(b) - cascading(a);
}

/** How many rows the table has that a finding is about; 0 where that is not known. */
function weight({ facts }: Finding): number {
  const rows = facts['estimatedRows'];
  return typeof rows === 'number' ? rows : 0;
}

function cascading({ facts }: Finding): number {
  return Number(facts['onDelete'] === 'cascade');
}
