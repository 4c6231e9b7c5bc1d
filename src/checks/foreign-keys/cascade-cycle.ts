import { defineCheck } from '../check.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleParent } from './examples/keys.ts';
import { cascadesOf, wayBack } from './catalog/cascades.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { keyName, tableName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';

const cascade = exampleKey({ onDelete: 'cascade' });
const back = exampleKey({
  id: 16_401,
  table: 'customers',
  name: 'customers_last_order_id_fkey',
  columns: [exampleColumn('last_order_id')],
  references: exampleParent([exampleColumn('id')], { table: 'orders' }),
});

export const cascadeCycle = defineCheck({
  code: 'cascade-cycle',
  title: 'ON DELETE CASCADE leads back to where it began',
  severity: 'info',
  why:
    'One delete may take far more with it than its table says: what it reaches refers to further rows of ' +
    'the table where it began.',
  remedy:
    'Where that is not meant, give one key of the circle SET NULL or NO ACTION. A table that references ' +
    'itself is a tree, and is not reported.',
  needs: { keys },
  judge: ({ keys: { keys: found } }) => {
    const cascades = cascadesOf(found);
    const circling = cascades.circling();
    const told = new Set<string>();
    return found.flatMap((key) => {
      const from = tableName(key.references);
      if (key.onDelete !== 'cascade' || told.has(from) || !circling.has(from)) return [];
      const way = wayBack(from, cascades);
      if (way === null || !way.some(({ selected }) => selected)) return [];
      for (const each of way) told.add(tableName(each));
      const [first = key] = way;
      const circle = [from, ...way.map(tableName)];
      return [
        {
          subject: keyName(first),
          message: `A delete in ${circle.join(' → ')} cascades back to where it began.`,
          facts: { tables: way.map(tableName), keys: way.map(keyName), ...keyFacts(first) },
        },
      ];
    });
  },
  examples: {
    healthy: { keys: exampleKeys([cascade, back]) },
    broken: { keys: exampleKeys([cascade, { ...back, onDelete: 'cascade' }]) },
  },
});
