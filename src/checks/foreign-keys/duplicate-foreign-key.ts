import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { columnSet, route, selectedKeys } from './expectations/compare.ts';
import { exampleKey, exampleKeys } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { keyName, targetName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { dropKey } from './remedies/statements.ts';

export const duplicateForeignKey = defineCheck({
  code: 'duplicate-foreign-key',
  title: 'Two foreign keys lead from the same columns to the same columns',
  severity: 'warning',
  why:
    'Each write is checked twice; where their actions differ, what a delete does depends on which ' +
    'trigger fires first.',
  remedy: 'Drop the one that nothing names; where their definitions differ, decide first which one is meant.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    [...groupBy(selectedKeys(found), route).values()].flatMap((same) => {
      if (same.length < 2) return [];
      // The one to keep stands first: one that protects, rather than one that is NOT VALID or NOT ENFORCED.
      const [kept, ...others] = [...same].sort((a, b) => strength(b) - strength(a));
      if (kept === undefined) return [];
      return others.map((other) => {
        const sameDefinition = definition(kept) === definition(other);
        return {
          subject: keyName(other),
          message:
            `${keyName(other)} leads to ${targetName(other)} as ${kept.name} ` +
            `does${sameDefinition ? '' : ', and their definitions contradict each other'}.`,
          facts: { other: keyName(kept), sameDefinition },
          ...(sameDefinition ? { sql: dropKey(other) } : { severity: 'error' as const }),
        };
      });
    }),
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]) },
    broken: {
      keys: exampleKeys([exampleKey(), exampleKey({ id: 16_401, name: 'orders_customer_id_fkey1' })]),
    },
  },
});

function strength({ validated, enforced }: ForeignKey): number {
  return Number(enforced) * 2 + Number(validated);
}

function definition({
  match,
  onUpdate,
  onDelete,
  onDeleteColumns,
  deferrable,
  initiallyDeferred,
}: ForeignKey): string {
  return JSON.stringify([
    match,
    onUpdate,
    onDelete,
    columnSet(onDeleteColumns),
    deferrable,
    initiallyDeferred,
  ]);
}
