import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { createLedger, type SentValue } from '../journey/ledger.ts';
import type { MuteContext } from '../probes/context.ts';
import { awaitLists } from '../preferences/await-lists.ts';
import { preferencesShape, type Preferences } from '../preferences/preferences.ts';
import { userOfToken } from '../token/read-token.ts';
import { damageIn, damageShape } from './damage.ts';
import { createMeans, isBeyondApi, remove, undo, type Means } from './put-back.ts';
import { essentials, isNothing, nothing, remains, remainsShape, suspected, type Remains } from './remains.ts';
import { undoLines } from './undo-lines.ts';
import type { UndoRecord } from './undo-record.ts';

export const restorationShape = z.object({
  status: z.enum(['complete', 'incomplete']),
  left: remainsShape,
  /** What happened to the user's own values and flags; all that is not in `left` was put back. */
  damage: damageShape,
  /** Lines for a shell that finish the work; empty when it is complete. */
  undo: z.array(z.string()),
  /** Why it could not be finished. */
  reason: z.nullable(z.string()),
  /** The state as last read. */
  after: z.nullable(preferencesShape),
});
export type Restoration = z.infer<typeof restorationShape>;

/** How often the remains are looked for and undone before the user is told to do it. */
const rounds = 3;

/** Milliseconds for which a read may be behind where none has been so far. */
const briefMs = 600;

/**
 * Brings back the state of `record.before`: what was sent is unmuted whatever a read says, what is missing is
 * put back, and a read past the caches proves it. Right from every state that a run can be stopped in, and
 * harmless when there is nothing to do.
 */
export async function restore(
  context: MuteContext,
  record: UndoRecord,
  { windowMs = briefMs }: { readonly windowMs?: number } = {},
): Promise<Restoration> {
  // The clean-up runs on after an interrupt, until the hard end.
  const lasting: MuteContext = { ...context, signal: context.hardSignal };
  const { ledger } = context;
  const means = createMeans();
  const { foreign } = ledger.damage;
  const remaining = (seen: Preferences): Remains =>
    remains(record, seen, { foreign, othersAtWork: ledger.othersAtWork });
  let after = ledger.readsAreTrue ? ledger.stateWhenIdle() : null;
  let reason: string | null = null;
  let isProven = after !== null;
  try {
    if (await takeBack(lasting, record, means)) after = null;
    for (let round = 0; ; round += 1) {
      if (after === null) {
        const awaited = (seen: Preferences): boolean => isNothing(essentials(remaining(seen)));
        const step = 'read the lists after';
        await waitOutLag(lasting);
        const seen = await awaitLists(lasting, {
          step,
          awaited,
          windowMs: round > 0 ? briefMs : ledger.readsAreTrue ? windowMs : context.consistencyMs,
          proof: true,
        });
        ({ preferences: after, reason } = seen);
        isProven = seen.proven;
      }
      if (after === null) break;
      ledger.noteDamage({ ...damageIn(after, record, ledger.othersAtWork), foreign });
      const left = remaining(after);
      const isOrderOnly = isNothing(essentials(left));
      // Order is tried for, once or twice; a server that shuffles its lists has none.
      if (isNothing(left) || (isOrderOnly && round >= rounds - 1)) {
        const isSure = ledger.readsAreTrue || outstanding(context, record).length === 0;
        if (isProven && isSure && ledger.promised.length === 0) return ended('complete', nothing);
        if (isProven && isSure) {
          reason = 'its mute was accepted for later and showed in no read: it may be stored yet';
          return ended('incomplete', { values: ledger.promised.map(asOurs), flags: {} });
        }
        reason = isProven
          ? 'an unmute was not acknowledged, and reads lag behind the writes'
          : 'every read comes from a cache';
        return ended('incomplete', suspected(record));
      }
      if (round === rounds || (!isOrderOnly && isBeyondApi(left, means))) break;
      await undo(lasting, record, left, { means, seen: after });
      after = null;
    }
  } catch (error) {
    reason = describeError(error);
    // Stopped between a change and its read: what was seen last is no longer what is there.
    after = null;
  }
  return ended('incomplete', after === null ? suspected(record) : essentials(remaining(after)));

  function ended(status: Restoration['status'], left: Remains): Restoration {
    const user = userOfToken(context.token);
    return {
      status,
      left,
      damage: ledger.damage,
      undo: status === 'complete' ? [] : undoLines(context.api, record, left, { user, ...means }),
      reason: status === 'complete' ? null : reason,
      after,
    };
  }
}

/** Undoes what an earlier run may have left, of which nothing is known but its record. */
export function restoreEarlier(context: MuteContext, record: UndoRecord): Promise<Restoration> {
  const ledger = createLedger(record.marker);
  for (const value of record.values) ledger.sent(value);
  return restore({ ...context, ledger }, record, { windowMs: context.consistencyMs });
}

function asOurs({ kind, value }: SentValue): Remains['values'][number] {
  return { kind, value, state: 'ours' };
}

/** What was sent and whose unmute was not answered; a value of the user's goes back to its place instead. */
function outstanding({ ledger }: MuteContext, { before }: UndoRecord): readonly SentValue[] {
  return ledger.outstanding.filter(({ kind, value }) => before.lists[kind]?.includes(value) !== true);
}

/** Unmutes that, whatever a read says. Returns whether anything was sent. */
async function takeBack(context: MuteContext, record: UndoRecord, means: Means): Promise<boolean> {
  const values = outstanding(context, record);
  await Promise.all(values.map(({ kind, value }) => remove(context, kind, value, means)));
  return values.length > 0;
}

/**
 * Where reads have been behind, what they show soon after a change is how it was before: waits for that long.
 */
async function waitOutLag({ ledger, consistencyMs, pause, signal }: MuteContext): Promise<void> {
  if (ledger.lagMs > 0) await pause(Math.min(consistencyMs, ledger.lagMs * 1.25), signal);
}
