import { observed, type Examination } from '../../examine.ts';
import { groupBy } from '../../support/group-by.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { keyName, tableName } from '../catalog/names.ts';
import { indexes, type Indexes } from '../probes/indexes.ts';
import { keys, type Keys } from '../probes/keys.ts';

/**
 * The examination with healthy keys as a count: a report of ten thousand keys would say little else. In full
 * stay the keys that a finding is about, and those of tables that expectations name; of the indexes those
 * that could serve them, and invalid ones. Nothing is judged by it again.
 */
export function healthyAsCounts(examination: Examination): Examination {
  const seen = observed(examination, keys);
  if (seen === null) return examination;
  const kept = seen.keys.filter(isTold(examination, seen));
  const served = observed(examination, indexes);
  return {
    ...examination,
    evidence: {
      ...examination.evidence,
      [keys.name]: { ...seen, keys: kept, healthyKeys: seen.keys.length - kept.length },
      ...(served === null ? {} : { [indexes.name]: indexesOf(kept, served) }),
    },
  };
}

function isTold({ verdicts }: Examination, { expectations }: Keys): (key: ForeignKey) => boolean {
  const subjects = new Set<unknown>();
  for (const { findings } of verdicts) {
    for (const { subject, facts } of findings) {
      subjects.add(subject);
      if (facts['other'] !== undefined) subjects.add(facts['other']);
    }
  }
  const expected = new Set(
    expectations.flatMap(({ child, parent }) =>
      [child, parent].flatMap((table) => table ?? []).map(tableName),
    ),
  );
  return (key) => subjects.has(keyName(key)) || (expected.size > 0 && expected.has(tableName(key)));
}

function indexesOf(kept: readonly ForeignKey[], { indexes: all, partitions }: Indexes): Indexes {
  const keysOf = groupBy(kept, tableName);
  const told = partitions.filter((table) => keysOf.has(tableName(table)));
  const columnsOf = new Map<string, Set<string>>();
  for (const [table, ofTable] of keysOf) {
    const columns = new Set<string>();
    for (const key of ofTable) for (const { name } of key.columns) columns.add(name);
    columnsOf.set(table, columns);
  }
  for (const table of told) {
    const columns = columnsOf.get(tableName(table));
    for (const leaf of table.leaves) {
      columnsOf.set(
        tableName(leaf),
        new Set([...(columnsOf.get(tableName(leaf)) ?? []), ...(columns ?? [])]),
      );
    }
  }
  return {
    partitions: told,
    indexes: all.filter((index) => {
      if (!index.valid) return true;
      const columns = columnsOf.get(tableName(index));
      return columns !== undefined && index.columns.some(({ name }) => name !== null && columns.has(name));
    }),
  };
}
