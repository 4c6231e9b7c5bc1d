import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { ForeignKeyContext } from './context.ts';
import { tableIndexShape } from '../catalog/table-index.ts';
import type { IndexesRow } from './index-lists.ts';
import { readIndexes } from './index-rows.ts';
import { indexesQuery } from './indexes.sql.ts';
import { readRows, type RawRow } from './rows.ts';
import { wantedBy } from './wanted.ts';
import { withoutCopy } from '../../support/without-copy.ts';

const relationShape = z.object({ schema: z.string(), table: z.string() });

export const indexesShape = z.object({
  /** Ordered by schema, table and name. */
  indexes: withoutCopy(z.array(tableIndexShape)),
  /** Partitioned tables that keys come from, with those of their partitions that hold rows. */
  partitions: z.array(z.extend(relationShape, { leaves: z.array(relationShape) })),
});
export type Indexes = z.infer<typeof indexesShape>;

/**
 * The indexes of every table that a key comes from or goes to; one catalog query that waits for no lock on a
 * user's table. It selects the keys by itself, so that the server can look while what it said of them is
 * read.
 */
export const indexes = defineProbe({
  name: 'indexes',
  effect: 'read',
  shape: indexesShape,
  async observe({ database, limits, selection, expectations }: ForeignKeyContext): Promise<Indexes> {
    const { parameters } = wantedBy({ selection, expectations });
    const raw = await database.read(
      (session) => session.query<RawRow>(indexesQuery(session.version), parameters),
      { ...limits, workMemory: '16MB' },
    );
    const rows = readRows<IndexesRow>(raw);
    return {
      indexes: readIndexes(rows),
      partitions: rows.flatMap((row) => (row.kind === 'partitions' ? [row.data] : [])),
    };
  },
});
