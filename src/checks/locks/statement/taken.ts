import { stronger, type LockMode } from '../modes/modes.ts';
import type { LockWanted } from './wanted.ts';

/** A lock on a relation, by its oid. */
export interface Taken {
  readonly oid: number;
  readonly mode: LockMode;
  readonly waitsOut?: LockMode | undefined;
  readonly alone: boolean;
  /** Rows of it are waited for, too. */
  readonly rows?: boolean;
}

export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind` */
  readonly kind: string;
  /** Of an index: its table. */
  readonly table: number | null;
  /** All that it is a partition of, or inherits from. */
  readonly ancestors: readonly number[];
}

/** Tables, views, sequences, indexes; what else has a row in `pg_class` nobody else can hold. */
const shownKinds = 'rpmfvSiI';

/**
 * The strongest lock of each relation, sorted by name. Left out is what goes without saying: a partition
 * whose parent is taken as strongly, and an index whose table is, since whoever uses it holds that too. Pure.
 */
export function locksTaken(taken: readonly Taken[], relations: readonly Relation[]): LockWanted[] {
  const strongest = new Map<number, Taken>();
  for (const one of taken) {
    const known = strongest.get(one.oid);
    strongest.set(one.oid, known === undefined ? one : both(known, one));
  }
  const covers = (oid: number | null, { mode, waitsOut }: Taken, whole: boolean): boolean => {
    const other = oid === null ? undefined : strongest.get(oid);
    if (other === undefined || (whole && other.alone) || waitsOut !== other.waitsOut) return false;
    return stronger(other.mode, mode) === other.mode;
  };
  return relations
    .flatMap((relation): LockWanted[] => {
      const lock = strongest.get(relation.oid);
      if (lock === undefined || !shownKinds.includes(relation.kind)) return [];
      if (relation.ancestors.some((oid) => covers(oid, lock, true))) return [];
      if (covers(relation.table, lock, false)) return [];
      const { schema, name: table } = relation;
      const { mode, waitsOut, alone } = lock;
      return [{ schema, table, mode, ...(waitsOut !== undefined && { waitsOut }), ...(alone && { alone }) }];
    })
    .toSorted((a, b) => (a.schema === b.schema ? compare(a.table, b.table) : compare(a.schema, b.schema)));
}

function both(one: Taken, other: Taken): Taken {
  const waits =
    one.waitsOut !== undefined && other.waitsOut !== undefined
      ? stronger(one.waitsOut, other.waitsOut)
      : (one.waitsOut ?? other.waitsOut);
  return {
    oid: one.oid,
    mode: stronger(one.mode, other.mode),
    waitsOut: waits,
    alone: one.alone && other.alone,
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
