import * as z from 'zod/mini';
import { explainDatabaseError } from '../../postgres/session/errors.ts';
import { quoteIdentifier } from '../../postgres/sql/identifier.ts';
import { defineProbe } from '../../probe.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { columnNames, keyName, tableName } from '../catalog/names.ts';
import { hasNullHole } from '../catalog/null-hole.ts';
import { selectedKeys } from '../expectations/compare.ts';
import type { ForeignKeyContext } from './context.ts';
import { keys } from './keys.ts';

export const mixedNullsShape = z.array(
  z.object({
    /** `schema.table.constraint` */
    key: z.string(),
    /**
     * Whether some row is null in some of the key's columns and not in others; null where it is not known.
     */
    found: z.nullable(z.boolean()),
    reason: z.nullable(z.string()),
  }),
);
export type MixedNulls = z.infer<typeof mixedNullsShape>;

/** Rows that MATCH FULL would refuse. It reads whole tables, so it looks with --orphans only. */
export const mixedNulls = defineProbe({
  name: 'mixedNulls',
  effect: 'read',
  shape: mixedNullsShape,
  needs: { keys },
  async observe({ database, limits, orphans }: ForeignKeyContext, { keys: { keys: found } }) {
    const counts: MixedNulls = [];
    if (orphans === null) return counts;
    for (const key of selectedKeys(found).filter(isOptional)) {
      const name = keyName(key);
      try {
        const sql = `select exists (${mixedRows(key)}) as found`;
        const [row] = await database.read((session) => session.query<{ found: boolean }>(sql), limits);
        counts.push({ key: name, found: row?.found ?? null, reason: null });
      } catch (error) {
        counts.push({ key: name, found: null, reason: explainDatabaseError(error) });
      }
    }
    return counts;
  },
});

/** All its columns may be null, so that MATCH FULL could be meant. */
export function isOptional(key: ForeignKey): boolean {
  return hasNullHole(key) && key.columns.every(({ notNull }) => !notNull);
}

/** The rows that are null in some of the key's columns and not in others. */
export function mixedRows(key: ForeignKey, select = 'select'): string {
  const columns = columnNames(key.columns).map(quoteIdentifier);
  return (
    `${select} from ${key.partitioned ? '' : 'only '}${tableName(key)} where pg_catalog.num_nulls(` +
    `${columns.join(', ')}) between 1 and ${columns.length - 1}`
  );
}
