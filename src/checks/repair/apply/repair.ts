import * as z from 'zod/mini';
import { orphanCountShape } from '../../foreign-keys/probes/orphans.ts';
import { explainDatabaseError } from '../../postgres/session/errors.ts';
import { describeError } from '../../support/describe-error.ts';
import { defineProbe } from '../../probe.ts';
import { attemptShape } from './attempt.ts';
import type { RepairContext } from './context.ts';
import { quarantineOf, quarantineRefusal, quarantineStep, type Quarantine } from '../plan/quarantine.ts';
import { readBackup } from './read-backup.ts';
import { readStamp } from './stamp.ts';
import { heldOrphans } from './held-orphans.ts';
import { takeSteps, type Taken } from './take-steps.ts';
import { holderShape, obstacles } from '../../locks/look/holder.ts';
import { readHolders } from '../../locks/probes/holders.ts';
import { NoSingleKey, observe, type Observed } from './observe.ts';
import { countWithoutParent } from './count-orphans.ts';
import {
  describeState,
  lockModes,
  repairStates,
  stateOf,
  stepKinds,
  stepsOf,
  type Step,
} from '../plan/steps.ts';
import { describeWanted, refusals } from '../plan/refusals.ts';
import { transaction } from '../plan/script.ts';
import { wayBack } from '../plan/way-back.ts';

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
  quarantined: null,
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
    // Nothing else depends on what rows say.
    const counts = stepsOf(seen.wanted, seen.keys.version).some(
      ({ kind, readsRows }) => kind === 'validate' || readsRows,
    );
    const orphans = against.length === 0 && counts ? await countWithoutParent(context, seen) : null;
    const moves = context.quarantine && orphans !== null && orphans.orphans > 0;
    const place = quarantineOf(seen);
    const quarantine = moves ? place : null;
    if (quarantine !== null) {
      const standing = quarantineRefusal(seen, quarantine) ?? (await heldOrphans(context, seen, quarantine));
      if (standing !== null) against.push(standing);
    }
    const stamp = await readStamp(context);
    if (stamp.objection !== null) against.push(stamp.objection);
    const taken: Taken = { attempts: [], moved: 0 };
    let stopped: string | null = null;
    if (context.apply && against.length === 0) {
      try {
        stopped = await takeSteps(context, seen, { orphans, quarantine }, taken);
      } catch (error) {
        // What was done until now is told all the same.
        stopped = context.signal.aborted ? interrupted(context.signal) : `${explainDatabaseError(error)}.`;
      }
    }
    const { attempts, moved } = taken;
    const done = attempts.some(({ step, outcome }) => outcome === 'done' && step.startsWith('move rows'));
    const isStamped = attempts.some(({ step, outcome }) => step === stamp.step?.title && outcome === 'done');
    const unstamp = isStamped || !context.apply ? stamp.back : null;
    const back = wayBack(seen.wanted, seen.keys.version, unstamp);
    const told = await reportAfterwards(context, seen, attempts.length > 0, done ? null : quarantine);
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
      quarantined:
        place === null
          ? null
          : await readBackup(uninterrupted(context), place, {
              exists: moved > 0 || seen.tableFacts?.quarantine.backupFits === true,
              moved,
            }),
      stopped,
    };
  },
});

/**
 * The state in the end. What was begun is never passed over in silence: where nothing can be read any more,
 * it is unknown.
 */
async function reportAfterwards(
  context: RepairContext,
  seen: Observed,
  acted: boolean,
  quarantine: Quarantine | null,
): Promise<Repair> {
  if (!acted) return describeRepair(context, seen, quarantine);
  try {
    return await describeRepair(context, await observe(uninterrupted(context), seen), quarantine);
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

/** All that is left to be done: what the key asks for, and what was asked for beside it. */
async function stepsLeft(
  context: RepairContext,
  seen: Observed,
  quarantine: Quarantine | null,
): Promise<Step[]> {
  const steps = stepsOf(seen.wanted, seen.keys.version);
  const reading = steps.findIndex(({ kind, readsRows }) => kind === 'validate' || readsRows);
  if (quarantine !== null && reading !== -1) steps.splice(reading, 0, quarantineStep(seen, quarantine));
  const { step } = await readStamp(uninterrupted(context));
  return step === null ? steps : [...steps, step];
}

async function describeRepair(
  context: RepairContext,
  seen: Observed,
  quarantine: Quarantine | null,
): Promise<Repair> {
  const { wanted } = seen;
  const steps = await stepsLeft(context, seen, quarantine);
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

/** By a person, or by a limit of time, which says so itself. */
function interrupted({ reason }: AbortSignal): string {
  const why = describeError(reason);
  return why === 'interrupted' ? 'It was interrupted.' : `It was interrupted: ${why}.`;
}
