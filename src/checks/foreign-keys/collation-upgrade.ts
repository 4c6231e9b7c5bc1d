import { defineCheck } from '../check.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleParent } from './examples/keys.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { inWords, keyName } from './catalog/names.ts';
import { isRefusedLater, mismatchedPairs } from './catalog/type-pairs.ts';
import { keys } from './probes/keys.ts';

const loose = exampleColumn('code', {
  type: 'text',
  collation: 'public.any_case',
  nondeterministic: true,
});

export const collationUpgrade = defineCheck({
  code: 'collation-upgrade',
  title: 'PostgreSQL 18 refuses the collations of a foreign key',
  severity: 'warning',
  why:
    'Two collations, one of them nondeterministic, disagree on which texts are equal: from 18 on such a ' +
    'key cannot be made, so an upgrade or a restore fails at it.',
  remedy:
    'Give both columns the same collation before the upgrade; that rewrites no row, but rebuilds ' +
    'their indexes.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) =>
    selectedKeys(found).flatMap((key) => {
      const refused = mismatchedPairs(key).filter(isRefusedLater);
      if (refused.length === 0) return [];
      const collation = (name: string | undefined): string => name ?? "the database's default";
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)}: ${inWords(
            refused.map(
              ({ child, parent }) =>
                `${child.name} collates by ${collation(child.collation)} and ${parent.name}, which it ` +
                `references, by ${collation(parent.collation)}`,
            ),
          )}; PostgreSQL 18 refuses that.`,
          facts: { columns: refused.map(({ child }) => child.name), ...keyFacts(key) },
        },
      ];
    }),
  examples: {
    healthy: {
      keys: exampleKeys([
        exampleKey({ columns: [loose], references: exampleParent([{ ...loose, name: 'code' }]) }),
      ]),
    },
    broken: {
      keys: exampleKeys([
        exampleKey({
          columns: [loose],
          references: exampleParent([exampleColumn('code', { type: 'text' })]),
        }),
      ]),
    },
  },
});
