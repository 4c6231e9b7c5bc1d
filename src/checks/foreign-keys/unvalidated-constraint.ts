import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import { keyName } from './catalog/names.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { countOf, curesOf, orphansOf } from './remedies/cures.ts';
import { repairCommand, validateKey } from './remedies/statements.ts';

export const unvalidatedConstraint = defineCheck({
  code: 'unvalidated-constraint',
  title: 'A foreign key is NOT VALID',
  severity: 'warning',
  why:
    'Rows from before it may be orphans: the planner does not count on the key, and touching such ' +
    'a row twice in one transaction fails.',
  remedy: 'Count orphans with `qa inspect-fk --orphans`; where there are none, VALIDATE it.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) =>
    selectedKeys(seen.keys)
      // A key that is NOT ENFORCED is never valid either; `unenforced-constraint` speaks of it, since
      // VALIDATE would fail.
      .filter(({ validated, enforced }) => enforced && !validated)
      .map((key) => {
        const subject = keyName(key);
        const orphaned = orphansOf(counted, key) > 0;
        const cure = curesOf(seen, counted)(key);
        return {
          subject,
          message: `${subject} is NOT VALID${orphaned ? ', and VALIDATE would fail: it has orphans' : ''}.`,
          facts: { validated: false, orphans: countOf(counted, key), ...keyFacts(key) },
          ...(cure?.kind === 'drop'
            ? { sql: cure.sql }
            : orphaned
              ? {
                  advice:
                    'Repair the orphans that `orphan-rows` shows first; until then VALIDATE fails ' +
                    'and changes nothing.',
                }
              : { sql: cure?.sql ?? [validateKey(key)], command: repairCommand(subject) }),
        };
      }),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), orphans: exampleOrphans([{}]) },
    broken: { keys: exampleKeys([exampleKey({ validated: false })]), orphans: exampleOrphans([{}]) },
  },
});
