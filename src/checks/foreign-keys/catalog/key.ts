import * as z from 'zod/mini';
import { withoutCopy } from '../../support/without-copy.ts';
import { actions } from '../expectations/action.ts';
import { matches } from '../expectations/expectation.ts';

/** A column of a foreign key, on either side. */
export const columnShape = withoutCopy(
  z.object({
    name: z.string(),
    /** Its type without length or precision; of a domain the type that it rests on. */
    type: z.string(),
    /** The domain's name, where it is one. */
    domain: z.optional(z.string()),
    /** As SQL names it: `pg_catalog."C"`. Absent for the database's default, and for types that have none. */
    collation: z.optional(z.string()),
    /** Its collation may call different texts equal; absent for false. */
    nondeterministic: z.optional(z.boolean()),
    /** By NOT NULL of its own, or of its domain. */
    notNull: z.boolean(),
  }),
);
export type KeyColumn = z.infer<typeof columnShape>;

/**
 * A foreign key as `pg_constraint` has it; those of partitions that it was handed down to are folded into it.
 */
export const foreignKeyShape = withoutCopy(
  z.object({
    /** `pg_constraint.oid` of this database; never compared across databases. */
    id: z.number(),
    schema: z.string(),
    table: z.string(),
    name: z.string(),
    /** True when the child is a partitioned table. */
    partitioned: z.boolean(),
    /** In the key's own order; each references the parent's column at the same place. */
    columns: z.array(columnShape),
    /** The planner's estimate of the child's rows; null where it was never analysed. */
    estimatedRows: z.nullable(z.number()),
    references: withoutCopy(
      z.object({
        schema: z.string(),
        table: z.string(),
        partitioned: z.boolean(),
        columns: z.array(columnShape),
        estimatedRows: z.nullable(z.number()),
        /** Tables that inherit from it: their rows are no parents. Partitions are not such. */
        heirs: z.array(z.object({ schema: z.string(), table: z.string() })),
      }),
    ),
    match: z.enum(matches),
    onUpdate: z.enum(actions),
    onDelete: z.enum(actions),
    /**
     * The columns of ON DELETE SET NULL (…) or SET DEFAULT (…); empty: all of the key's. Always empty before
     * PostgreSQL 15.
     */
    onDeleteColumns: z.array(z.string()),
    deferrable: z.boolean(),
    initiallyDeferred: z.boolean(),
    /** False for NOT VALID, and for NOT ENFORCED. */
    validated: z.boolean(),
    /** False for NOT ENFORCED (PostgreSQL 18). */
    enforced: z.boolean(),
    /** True for FOREIGN KEY (…, PERIOD …) (PostgreSQL 18). */
    period: z.boolean(),
    /**
     * Enforcement triggers that do not fire for ordinary sessions, of the key and of its partitions' copies.
     */
    disabledTriggers: z.array(
      z.object({
        schema: z.string(),
        table: z.string(),
        name: z.string(),
        fires: z.enum(['never', 'replica']),
      }),
    ),
    /**
     * Tables on which enforcement triggers of the key, or of its partitions' copies, are not there at all,
     * and how many. `undroppable`: `pg_depend` still names one that is gone, so the key cannot be dropped;
     * absent for false.
     */
    missingTriggers: z.array(
      z.object({
        schema: z.string(),
        table: z.string(),
        triggers: z.number(),
        undroppable: z.optional(z.boolean()),
      }),
    ),
    /** Of a partition's own key: the key that it inherits from a table above, and that says the same. */
    repeats: z.optional(z.object({ schema: z.string(), table: z.string(), name: z.string() })),
    /** COMMENT ON CONSTRAINT. */
    comment: z.nullable(z.string()),
    /** False for a key that was read only because an expectation names its table. */
    selected: z.boolean(),
  }),
);
export type ForeignKey = z.infer<typeof foreignKeyShape>;
