import { worstFirst } from '../../checks/finding.ts';
import type { Hypothesis, Report } from '../../checks/report.ts';

/** More statements are not pasted from a summary: --verbose, and files, have them. */
const most = 3;
/** Letters of one that stands on a line of its own. */
const longest = 100;

/**
 * What to paste into psql against a cause: the statements of the worst findings that it explains. None where
 * a command of ours does it, or where they are too long to be pasted from a summary.
 */
export function curesOf({ doNow, explains }: Hypothesis, { verdicts }: Pick<Report, 'verdicts'>): string[] {
  if (doNow.length > 0) return [];
  const explained = verdicts
    .flatMap(({ findings }) => findings)
    .filter(({ fingerprint, remedy }) => explains.includes(fingerprint) && remedy.sql.length > 0)
    .toSorted(worstFirst);
  // Of one kind: the others cure what follows from it, or are another way.
  const sql = [
    ...new Set(explained.flatMap(({ code, remedy }) => (code === explained[0]?.code ? remedy.sql : []))),
  ];
  return sql.length <= most && sql.every((each) => each.length <= longest && !each.includes('\n')) ? sql : [];
}
