import * as z from 'zod/mini';
import { withoutCopy } from '../../support/without-copy.ts';

/** An index of a table that a key comes from or goes to. */
export const tableIndexShape = withoutCopy(
  z.object({
    schema: z.string(),
    table: z.string(),
    name: z.string(),
    /** The access method: btree, hash, gist, gin, brin … */
    method: z.string(),
    /** False for one that gives bitmaps only (gin, brin, bloom): it does not find equal keys one by one. */
    plainScan: z.boolean(),
    /**
     * False for what a failed CONCURRENTLY left behind, and for a partitioned index that lacks a partition
     * (ON ONLY).
     */
    valid: z.boolean(),
    /** True for the index of a partitioned table, which holds nothing itself. */
    partitioned: z.boolean(),
    /**
     * Whether a session is building it at this moment; `hidden` where somebody builds something that this
     * role may not see.
     */
    building: z.enum(['no', 'yes', 'hidden']),
    unique: z.boolean(),
    /** Its key columns in order, without those of INCLUDE. */
    columns: z.array(
      z.object({
        /** Null for an expression. */
        name: z.nullable(z.string()),
        /**
         * Whether its operator family holds the equality of the keys on this column, and its collation is the
         * column's.
         */
        findsEqual: z.boolean(),
        /** It is sorted by another collation than the column's; absent for false. */
        otherCollation: z.optional(z.boolean()),
      }),
    ),
    /**
     * Null where it holds every row; else the columns of which it says IS NOT NULL, or null there if it says
     * anything else.
     */
    predicate: z.nullable(z.object({ onlyNotNull: z.nullable(z.array(z.string())) })),
  }),
);
export type TableIndex = z.infer<typeof tableIndexShape>;
