import * as z from 'zod/mini';
import { orphanCountShape } from '../../foreign-keys/probes/orphans.ts';
import { holderShape } from '../../locks/look/holder.ts';
import { lockModes, repairStates, stepKinds } from '../plan/steps.ts';
import { attemptShape } from './attempt.ts';

const stepShape = z.object({
  kind: z.enum(stepKinds),
  title: z.string(),
  locks: z.array(z.object({ schema: z.string(), table: z.string(), mode: z.enum(lockModes) })),
  readsRows: z.boolean(),
  /** The transaction, statement by statement; joined by line breaks it can be pasted. */
  sql: z.array(z.string()),
});

export const repairShape = z.object({
  /** `schema.table.constraint`; null where no single key was meant. */
  subject: z.nullable(z.string()),
  /** Keys that the name could mean, where it means several. */
  candidates: z.array(z.string()),
  /** Every key's name, where it means none. */
  known: z.array(z.string()),
  /** The wanted key: `child (column) → parent (column)`. */
  wanted: z.string(),
  /** False: nothing was to be changed. */
  applied: z.boolean(),
  before: z.enum(repairStates),
  /** In the end, as the catalog had it; unknown where it could not be read any more. */
  after: z.enum([...repairStates, 'unknown']),
  /** What was found first, in a sentence, and what is there in the end. */
  stateBefore: z.string(),
  state: z.string(),
  /** What is left to be done. */
  steps: z.array(stepShape),
  refusals: z.array(z.object({ reason: z.string(), advice: z.string(), sql: z.array(z.string()) })),
  /** Rows without a parent under the wanted key; null where nobody needed to know. */
  orphans: z.nullable(orphanCountShape),
  leaveNotValid: z.boolean(),
  /** Who holds or awaits a lock that stands in the way of the next step. */
  holders: z.array(holderShape),
  attempts: z.array(attemptShape),
  /**
   * Rows that were moved out of the way, by this run or one before, where to, and how to put them back; null
   * where there are none.
   */
  quarantined: z.nullable(z.object({ table: z.string(), rows: z.number(), back: z.string() })),
  /**
   * How to make again what was first, as transactions like those of the steps: of a plan, from all of them.
   */
  wayBack: z.object({ sql: z.array(z.array(z.string())), reason: z.nullable(z.string()) }),
  /** Why it ended before the key was right; null where it did not, or nothing was to be changed. */
  stopped: z.nullable(z.string()),
});
export type Repair = z.infer<typeof repairShape>;

/** Of which nothing is known yet. */
export const emptyRepair: Repair = {
  subject: null,
  candidates: [],
  known: [],
  wanted: '',
  applied: false,
  before: 'missing',
  after: 'missing',
  stateBefore: '',
  state: '',
  steps: [],
  refusals: [],
  orphans: null,
  leaveNotValid: false,
  holders: [],
  attempts: [],
  quarantined: null,
  wayBack: { sql: [], reason: null },
  stopped: null,
};
