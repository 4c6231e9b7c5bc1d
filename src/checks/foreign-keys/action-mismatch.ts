import { defineCheck } from '../check.ts';
import { comparedKeys, setAsideReason } from './expectations/compare.ts';
import { exampleKeys, exampleOrphans, productExpected, productKey } from './examples/keys.ts';
import { inWords, keyName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { repairCommand } from './remedies/statements.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const actionMismatch = defineCheck({
  code: 'action-mismatch',
  title: 'ON DELETE or ON UPDATE differs from what is expected',
  severity: 'error',
  why: 'Deleting a parent is refused, or takes rows with it, where the application counts on the opposite.',
  remedy: 'Swap the key in one statement, NOT VALID, then VALIDATE it.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) => {
    const { keys: found, expectations } = seen;
    const setAside = setAsideReason(expectations);
    if (setAside !== null) return setAside;
    return comparedKeys(expectations, found).flatMap(({ expected, key, there }) => {
      const { onDelete, onUpdate } = expected.expectation;
      const differences = [
        onDelete !== undefined &&
          onDelete !== key.onDelete &&
          `ON DELETE is ${key.onDelete.toUpperCase()} instead of ${onDelete.toUpperCase()}`,
        onUpdate !== undefined &&
          onUpdate !== key.onUpdate &&
          `ON UPDATE is ${key.onUpdate.toUpperCase()} instead of ${onUpdate.toUpperCase()}`,
      ].filter((text) => text !== false);
      if (differences.length === 0) return [];
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)}: ${inWords(differences)}.`,
          facts: {
            ...keyFacts(key),
            onUpdate: key.onUpdate,
            expected: { onDelete: onDelete ?? null, onUpdate: onUpdate ?? null },
          },
          // Where the target is wrong too, the swap that `wrong-target` gives sets the actions right as well.
          ...(there
            ? { sql: curesOf(seen, counted)(key)?.sql ?? [], command: repairCommand(keyName(key)) }
            : {}),
        },
      ];
    });
  },
  examples: {
    healthy: { orphans: exampleOrphans([]), keys: exampleKeys([productKey('user_id')], productExpected()) },
    broken: {
      orphans: exampleOrphans([]),
      keys: exampleKeys([productKey('user_id', { onDelete: 'no action' })], productExpected()),
    },
  },
});
