import { expect, it } from 'vitest';
import type { ForeignKey } from '../../../src/checks/foreign-keys/catalog/key.ts';
import {
  exampleColumn,
  exampleIndexes,
  exampleKey,
  exampleKeys,
  exampleOrphans,
  exampleParent,
} from '../../../src/checks/foreign-keys/examples/keys.ts';
import { foreignKeyChecks } from '../../../src/checks/foreign-keys/index.ts';

/** Tables in a row, each cascading to the next, with a key that refuses and one that is too narrow. */
function inARow(tables: number): ForeignKey[] {
  return Array.from({ length: tables }, (_, number) => {
    const child = { schema: 'public', table: `table_${number + 1}` };
    const toward = (table: number) => exampleParent([exampleColumn('id')], { table: `table_${table}` });
    const id = number * 3;
    return [
      exampleKey({ ...child, id, name: 'a', onDelete: 'cascade', references: toward(number) }),
      exampleKey({ ...child, id: id + 1, name: 'b', references: toward(Math.floor(number / 2)) }),
      exampleKey({
        ...child,
        id: id + 2,
        name: 'c',
        columns: [exampleColumn('narrow', { type: 'integer' })],
        references: toward(0),
      }),
    ];
  }).flat();
}

/** The same key, which counts how often anything of it is read. */
function counted(key: ForeignKey, count: () => void): ForeignKey {
  return new Proxy(key, {
    get: (target, name, receiver) => {
      count();
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}

/** How often judging reads something of a key. */
function readsOf(tables: number): number {
  let reads = 0;
  const evidence = {
    keys: exampleKeys(inARow(tables).map((key) => counted(key, () => (reads += 1)))),
    indexes: exampleIndexes([]),
    orphans: { ...exampleOrphans([]), asked: false },
    columnDetails: { checks: [], withoutDefault: [], uses: [] },
    indexDefinitions: [],
    mixedNulls: [],
  };
  for (const check of foreignKeyChecks) {
    const judge: (given: typeof evidence) => unknown = check.judge;
    expect(judge(evidence)).toBeDefined();
  }
  return reads;
}

it('judging four times as many keys reads four times as much, not sixteen times', () => {
  const few = readsOf(250);
  expect(few).toBeGreaterThan(250 * 3);
  expect(readsOf(1000) / few).toBeLessThan(5);
});
