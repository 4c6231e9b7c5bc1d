import { moveOrphans } from './move-orphans.ts';
import { readStamp } from './stamp.ts';
import { tryStep, type Attempt } from './attempt.ts';
import type { RepairContext } from './context.ts';
import { observe, type Observed } from './observe.ts';
import { quarantineStep, type Quarantine } from '../plan/quarantine.ts';
import { stepsOf, type Step } from '../plan/steps.ts';
import type { OrphanCount } from '../../foreign-keys/probes/orphans.ts';

/** What is known of rows before the first step. */
interface Known {
  /** Null where nobody needed to know. */
  readonly orphans: OrphanCount | null;
  /** How rows without a parent are moved away; null where none are. */
  readonly quarantine: Quarantine | null;
}

/** What was done, also by a run that ends with an error. */
export interface Taken {
  readonly attempts: Attempt[];
  moved: number;
}

/** Two steps make any key right; whoever needs more works against somebody. */
const mostSteps = 5;

/** Said where a lock would be held for as long as it takes to read a table. */
export const longLock =
  'Before PostgreSQL 18 the key of a partitioned table cannot be NOT VALID: adding it reads all ' +
  'rows while nobody else can use the tables. --long-lock 5s allows that, for so long at most.';

/** Why it stopped before the end, or null. Throws what a look at the database threw. */
export async function takeSteps(
  context: RepairContext,
  first: Observed,
  { orphans, quarantine }: Known,
  taken: Taken,
): Promise<string | null> {
  const { attempts } = taken;
  const objects = quarantine === null ? orphans : null;
  let waiting = quarantine;
  let seen = first;
  for (let nth = 0; ; nth += 1) {
    const [step] = stepsOf(seen.wanted, seen.keys.version);
    if (step === undefined) return stampIt(context, attempts);
    const objection = objectionTo(step, context, objects);
    if (objection !== null) return objection;
    if (nth === mostSteps) return 'Somebody else changes the key while it is repaired.';
    if (waiting !== null && (step.kind === 'validate' || step.readsRows)) {
      const { attempt, moved } = await moveOrphans(context, quarantineStep(seen, waiting), waiting);
      attempts.push(attempt);
      taken.moved += moved;
      if (attempt.outcome !== 'done') return `Rows could not be moved: ${attempt.error}.`;
      waiting = null;
    }
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
  orphans: OrphanCount | null,
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

async function stampIt(context: RepairContext, attempts: Attempt[]): Promise<string | null> {
  const { step } = await readStamp(context);
  if (step === null) return null;
  const ended = await tryStep(context, step, attempts, async () => true);
  return ended === 'done' ? null : `The key is right, and "${step.title}" failed: ${attempts.at(-1)?.error}.`;
}
