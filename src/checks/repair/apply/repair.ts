import * as z from 'zod/mini';
import { orphanCountShape } from '../../foreign-keys/probes/orphans.ts';
import { explainDatabaseError } from '../../postgres/session/errors.ts';
import { defineProbe } from '../../probe.ts';
import { attemptShape, tryStep, type Attempt } from './attempt.ts';
import type { RepairContext } from './context.ts';
import { holderShape, obstacles } from '../../locks/look/holder.ts';
import { readHolders } from '../../locks/probes/holders.ts';
import { NoSingleKey, observe, type Observed } from './observe.ts';
import { countWithoutParent } from './count-orphans.ts';
import { describeState, lockModes, repairStates, stateOf, stepsOf, type Step } from '../plan/steps.ts';
import { describeWanted, refusals } from '../plan/refusals.ts';
import { transaction } from '../plan/script.ts';
import { wayBack } from '../plan/way-back.ts';

const stepShape = z.object({
  kind: z.enum(['alter', 'validate']),
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
  /** How to make the key again what it was first, as transactions like those of the steps. */
  wayBack: z.object({ sql: z.array(z.array(z.string())), reason: z.nullable(z.string()) }),
  /** Why it ended before the key was right; null where it did not, or nothing was to be changed. */
  stopped: z.nullable(z.string()),
});
export type Repair = z.infer<typeof repairShape>;

/** Two steps make any key right; whoever needs more works against somebody. */
const mostSteps = 5;

/** Said where a lock would be held for as long as it takes to read a table. */
export const longLock =
  'Before PostgreSQL 18 the key of a partitioned table cannot be NOT VALID: adding it reads all ' +
  'rows while nobody else can use the tables. --long-lock 5s allows that, for so long at most.';

const emptyRepair: Repair = {
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
  wayBack: { sql: [], reason: null },
  stopped: null,
};

/**
 * Repairs one key, or only plans it: observes, takes the one step that the catalog's state asks for, and
 * observes again. It keeps no notes of its own, so a repair that was killed anywhere, or met another, goes on
 * from what is there.
 */
export const repair = defineProbe({
  name: 'repair',
  effect: 'write',
  shape: repairShape,
  async observe(context: RepairContext): Promise<Repair> {
    let seen: Observed;
    try {
      seen = await observe(context);
    } catch (error) {
      if (!(error instanceof NoSingleKey)) throw error;
      return { ...emptyRepair, candidates: [...error.candidates], known: [...error.known] };
    }
    const before = stateOf(seen.wanted);
    const against = refusals(seen);
    const orphans =
      against.length === 0 && stepsOf(seen.wanted, seen.keys.version).length > 0
        ? await countWithoutParent(context, seen)
        : null;
    const attempts: Attempt[] = [];
    let stopped: string | null = null;
    if (context.apply && against.length === 0) {
      try {
        stopped = await takeSteps(context, seen, orphans, attempts);
      } catch (error) {
        // What was done until now is told all the same.
        stopped = context.signal.aborted
          ? `It was interrupted: ${explainDatabaseError(error)}.`
          : `${explainDatabaseError(error)}.`;
      }
    }
    const back = wayBack(seen.wanted, seen.keys.version);
    const told = await reportAfterwards(context, seen, attempts.length > 0);
    return {
      ...told,
      before,
      stateBefore: describeState(seen.wanted),
      wayBack: {
        sql: back.steps.map((step) => transaction(step, context.steps)),
        reason: back.reason,
      },
      orphans,
      refusals: against.map((refusal) => ({ ...refusal, sql: [...refusal.sql] })),
      attempts,
      stopped,
    };
  },
});

/**
 * The state in the end. What was begun is never passed over in silence: where nothing can be read any more,
 * it is unknown.
 */
async function reportAfterwards(context: RepairContext, seen: Observed, acted: boolean): Promise<Repair> {
  if (!acted) return describeRepair(context, seen);
  try {
    return await describeRepair(context, await observe(uninterrupted(context), seen));
  } catch (error) {
    return {
      ...emptyRepair,
      subject: seen.wanted.subject,
      wanted: describeWanted(seen.wanted),
      applied: true,
      after: 'unknown',
      state: `The key could not be looked at again: ${explainDatabaseError(error)}.`,
    };
  }
}

/**
 * An interrupted run still says what it leaves: one more look, which nothing interrupts and which is bounded
 * by its timeouts.
 */
function uninterrupted(context: RepairContext): RepairContext {
  return context.signal.aborted
    ? { ...context, signal: new AbortController().signal, database: context.afterwards }
    : context;
}

/** Why it stopped before the end, or null. Throws what a look at the database threw. */
async function takeSteps(
  context: RepairContext,
  first: Observed,
  orphans: Repair['orphans'],
  attempts: Attempt[],
): Promise<string | null> {
  let seen = first;
  for (let taken = 0; ; taken += 1) {
    const [step] = stepsOf(seen.wanted, seen.keys.version);
    if (step === undefined) return null;
    const objection = objectionTo(step, context, orphans);
    if (objection !== null) return objection;
    if (taken === mostSteps) return 'Somebody else changes the key while it is repaired.';
    const { title, kind } = step;
    const ended = await tryStep(
      context,
      step,
      attempts,
      async () => stepsOf((await observe(context, first)).wanted, seen.keys.version)[0]?.title === title,
    );
    if (ended === 'given-up')
      return (
        `The step "${title}" was given up after ` +
        `${attempts.filter((each) => each.step === title).length} tries; it is as it was before ` +
        'this step.'
      );
    const now = await observe(context, first);
    // What failed since another repair was faster is that one's success.
    const overtaken = stepsOf(now.wanted, now.keys.version)[0]?.title !== title;
    if (ended === 'failed' && !overtaken)
      return (
        `The step "${title}" failed: ${attempts.at(-1)?.error}; ` +
        `${kind === 'validate' ? 'the key stays NOT VALID' : 'everything is as it was'}.`
      );
    seen = now;
  }
}

/** Why the next step must not be taken on what is known, or null. */
function objectionTo(
  { kind, readsRows }: Step,
  { leaveNotValid, steps }: RepairContext,
  orphans: Repair['orphans'],
): string | null {
  if (readsRows && steps.longLockMs === null) return longLock;
  if (orphans === null) return null;
  if (orphans.orphans > 0 && kind === 'validate' && leaveNotValid)
    return 'It ends at NOT VALID, as --leave-not-valid asks: rows have no parent.';
  if (orphans.orphans > 0 && (!leaveNotValid || readsRows))
    return 'Rows have no parent under the wanted key, so nothing was changed.';
  if (!orphans.complete && !leaveNotValid)
    return `It is not known whether rows have no parent (${orphans.reason}), so nothing was changed.`;
  return null;
}

async function describeRepair(context: RepairContext, seen: Observed): Promise<Repair> {
  const { wanted, keys } = seen;
  const steps = stepsOf(wanted, keys.version);
  const { database, limits } = uninterrupted(context);
  const holders =
    steps[0] === undefined
      ? []
      : obstacles(await readHolders(database, steps[0].locks, limits), context.steps.lockTimeoutMs);
  return {
    ...emptyRepair,
    subject: wanted.subject,
    wanted: describeWanted(wanted),
    applied: context.apply,
    leaveNotValid: context.leaveNotValid,
    after: stateOf(wanted),
    state: describeState(wanted),
    steps: steps.map((step) => ({
      kind: step.kind,
      title: step.title,
      locks: [...step.locks],
      readsRows: step.readsRows,
      sql: transaction(step, context.steps),
    })),
    holders,
  };
}
