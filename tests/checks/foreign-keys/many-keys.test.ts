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

/** What judging takes of the processor, in milliseconds. */
function judged(tables: number): number {
  const evidence = {
    keys: exampleKeys(inARow(tables)),
    indexes: exampleIndexes([]),
    orphans: { ...exampleOrphans([]), asked: false },
    columnDetails: { checks: [], uses: [] },
    indexDefinitions: [],
    mixedNulls: [],
  };
  const before = process.cpuUsage();
  for (const check of foreignKeyChecks) {
    const judge: (given: typeof evidence) => unknown = check.judge;
    expect(judge(evidence)).toBeDefined();
  }
  const { user } = process.cpuUsage(before);
  return user / 1000;
}

it('judging four times as many keys takes about four times as long, not sixteen', () => {
  judged(250);
  const few = Math.min(judged(750), judged(750));
  expect(Math.min(judged(3000), judged(3000)) / few).toBeLessThan(10);
});
