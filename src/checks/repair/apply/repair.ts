import { explainDatabaseError } from '../../postgres/session/errors.ts';
import { describeError } from '../../support/describe-error.ts';
import { defineProbe } from '../../probe.ts';
import type { RepairContext } from './context.ts';
import {
  holdsRows,
  quarantineOf,
  quarantineRefusal,
  quarantineStep,
  type Quarantine,
} from '../plan/quarantine.ts';
import { rehearseMove } from './move-orphans.ts';
import { readBackup } from './read-backup.ts';
import { readStamp } from './stamp.ts';
import { heldOrphans } from './held-orphans.ts';
import { takeSteps, type Taken } from './take-steps.ts';
import { obstacles } from '../../locks/look/holder.ts';
import { readHolders } from '../../locks/probes/holders.ts';
import { NoSingleKey, observe, type Observed } from './observe.ts';
import { countWithoutParent } from './count-orphans.ts';
import { emptyRepair, repairShape, type Repair } from './repair-shape.ts';
import { describeState, stateOf, stepsOf, type Step } from '../plan/steps.ts';
import { describeWanted, refusals } from '../plan/refusals.ts';
import { transaction } from '../plan/script.ts';
import { wayBack } from '../plan/way-back.ts';

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
    if (context.apply && against.length === 0 && quarantine !== null) {
      const failing = await rehearseMove(context, quarantine);
      if (failing !== null) against.push(failing);
    }
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
    const done = (step: Step['kind']): boolean =>
      attempts.some(({ kind, outcome }) => kind === step && outcome === 'done');
    const acted = attempts.length > 0;
    const { told, now } = await reportAfterwards(
      context,
      seen,
      acted,
      done('quarantine') ? null : quarantine,
    );
    const back = wayBack(seen.wanted, seen.keys.version, {
      unstamp: done('stamp') || !context.apply ? stamp.back : null,
      now: acted ? (now?.keys.keys ?? null) : null,
    });
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
              exists: moved > 0 || holdsRows(seen),
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
): Promise<{ readonly told: Repair; readonly now: Observed | null }> {
  if (!acted) return { told: await describeRepair(context, seen, quarantine), now: seen };
  try {
    const now = await observe(uninterrupted(context), seen);
    return { told: await describeRepair(context, now, quarantine), now };
  } catch (error) {
    const told: Repair = {
      ...emptyRepair,
      subject: seen.wanted.subject,
      wanted: describeWanted(seen.wanted),
      applied: true,
      after: 'unknown',
      state: `The key could not be looked at again: ${explainDatabaseError(error)}.`,
    };
    return { told, now: null };
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
