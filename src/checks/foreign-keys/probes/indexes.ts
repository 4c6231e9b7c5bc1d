import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { ForeignKeyContext } from './context.ts';
import { tableIndexShape } from '../catalog/table-index.ts';
import { readIndexes, type IndexesRow } from './index-rows.ts';
import { indexesQuery } from './indexes.sql.ts';
import { keys } from './keys.ts';

const relationShape = z.object({ schema: z.string(), table: z.string() });

export const indexesShape = z.object({
  /** Ordered by schema, table and name. */
  indexes: z.array(tableIndexShape),
  /** Partitioned tables that keys come from, with those of their partitions that hold rows. */
  partitions: z.array(z.extend(relationShape, { leaves: z.array(relationShape) })),
});
export type Indexes = z.infer<typeof indexesShape>;

/**
 * The indexes of every table that a key comes from or goes to; one catalog query that waits for no lock on a
 * user's table.
 */
export const indexes = defineProbe({
  name: 'indexes',
  effect: 'read',
  shape: indexesShape,
  needs: { keys },
  async observe({ database, limits }: ForeignKeyContext, { keys: { keys: inspected } }): Promise<Indexes> {
    if (inspected.length === 0) return { indexes: [], partitions: [] };
    const rows = await database.read(
      (session) => session.query<IndexesRow>(indexesQuery, [inspected.map(({ id }) => id)]),
      limits,
    );
    return {
      indexes: readIndexes(rows),
      partitions: rows.flatMap((row) => (row.kind === 'partitions' ? [row.data] : [])),
    };
  },
});
