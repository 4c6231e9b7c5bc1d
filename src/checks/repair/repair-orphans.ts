import { defineCheck, notApplicable, unknown } from '../check.ts';
import { exampleCount, exampleRepair } from './examples/repair.ts';
import { repair } from './apply/repair.ts';
import { counted } from '../support/in-words.ts';

export const repairOrphans = defineCheck({
  code: 'repair-orphans',
  title: 'Rows have no parent under the key as it should be',
  severity: 'error',
  why:
    'The key could not be validated, and while it is NOT VALID, touching such a row twice in one ' +
    'transaction fails.',
  remedy:
    'Give them a parent, set them to null, or delete them; then repair. `--quarantine-orphans` ' +
    'moves them into a backup table first; `--leave-not-valid` repairs what it can without, and stops at ' +
    'NOT VALID.',
  needs: { repair },
  judge: ({ repair: { subject, orphans, leaveNotValid, quarantined, after } }) => {
    if (subject === null || orphans === null) return notApplicable('No row needs to be looked at.');
    // They were counted before they were moved; a key that is valid now says that none is left.
    if (quarantined !== null && after === 'right') return [];
    const found =
      orphans.orphans === 0
        ? []
        : [
            {
              subject,
              message:
                `${orphans.complete ? '' : 'At least '}` +
                `${counted(orphans.orphans, 'row has', 'rows have')} no parent under the wanted ` +
                `key. To see them:\n${orphans.query}`,
              facts: {
                orphans: orphans.orphans,
                complete: orphans.complete,
                samples: orphans.samples,
                query: orphans.query,
              },
              ...(leaveNotValid ? { severity: 'warning' as const } : {}),
            },
          ];
    return orphans.complete
      ? found
      : unknown(`Not all rows could be looked at: ${orphans.reason ?? 'no reason is known'}.`, found);
  },
  examples: {
    healthy: exampleRepair({ orphans: exampleCount(0) }),
    broken: exampleRepair({ orphans: exampleCount(3) }),
  },
});
