import { defineCheck, notAsked, unknown } from '../check.ts';
import { exampleOrphans } from './examples/keys.ts';
import { orphans } from './probes/orphans.ts';

export const uncountedOrphans = defineCheck({
  code: 'uncounted-orphans',
  title: 'Orphans could not be counted',
  // Not a finding: nothing is known to be wrong, and nothing is known to be right.
  severity: null,
  why:
    'A timeout, row security, a missing privilege or a recovering standby hid rows; no orphans ' +
    'seen is then not the same as none there.',
  remedy: 'Give it more time with --max-duration, or a role that may read both tables without row security.',
  needs: { orphans },
  judge: ({ orphans: { asked, counts } }) => {
    if (!asked)
      return notAsked(
        { without: '--orphans' },
        'Orphans are counted with --orphans only: it reads whole tables.',
      );
    const uncounted = counts.filter(({ complete }) => !complete);
    if (uncounted.length === 0) return [];
    return unknown(
      uncounted
        .map(({ key, reason, rowsSeen, estimatedRows }) => {
          const far =
            rowsSeen === null || rowsSeen === 0
              ? ''
              : `, ${rowsSeen}${estimatedRows === null ? '' : ` of about ${estimatedRows}`} rows ` +
                'were looked at';
          return `${key}: ${reason ?? 'not counted whole'}${far}`;
        })
        .join('; '),
    );
  },
  examples: {
    healthy: { orphans: exampleOrphans([{}]) },
    broken: { orphans: exampleOrphans([{ complete: false, reason: 'it took too long', rowsSeen: 400 }]) },
  },
});
