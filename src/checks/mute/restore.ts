import * as z from 'zod/mini';
import { describeError } from '../describe-error.ts';
import { act, isUnrouted } from './act.ts';
import type { MuteContext } from './context.ts';
import type { UndoRecord } from './journal.ts';
import { contracts, kinds, type Kind } from './kinds.ts';
import { compareLists, preferencesShape, type Preferences } from './preferences.ts';
import { readUntil } from './read.ts';
import { muteRequest, unmuteRequest } from './requests.ts';
import { readToken } from './token.ts';
import { undoLines } from './undo-lines.ts';
import { isOurs } from './values.ts';

export const restorationShape = z.object({
  status: z.enum(['complete', 'incomplete']),
  /** What is still there of ours, or (`displaced`) a value of the user's that is not back in its place. */
  left: z.array(z.object({ kind: z.enum(kinds), value: z.string(), displaced: z.boolean() })),
  /** Lines for a shell that finish the work; empty when it is complete. */
  undo: z.array(z.string()),
  /** Why it could not be finished. */
  reason: z.nullable(z.string()),
  /** The state as last read. */
  after: z.nullable(preferencesShape),
});
export type Restoration = z.infer<typeof restorationShape>;
export type Leftover = Restoration['left'][number];

/** How often the remains are looked for and undone before the user is told to do it. */
const rounds = 3;

/**
 * Brings back the state of `record.before` as far as this run changed it: our values are unmuted, an overridden one goes
 * back to its place. Changes that others made in the meantime are left alone. Right from every state that a run can be
 * stopped in, and harmless when there is nothing to do.
 */
export async function restore(context: MuteContext, record: UndoRecord): Promise<Restoration> {
  // The clean-up runs on after an interrupt, until the hard end.
  const lasting: MuteContext = { ...context, signal: context.hardSignal };
  let after: Preferences | null = context.ledger.settledState();
  let reason: string | null = null;
  const unrouted = new Set<Kind>();
  try {
    if (context.ledger.unanswered) {
      // A change without an answer may still be under way. Undoing it queues behind it, on the same row.
      await Promise.all(
        record.values
          .filter(({ kind, value }) => !wasThere(record, kind, value))
          .map(({ kind, value }) => act(lasting, unmuteRequest(context.api, kind, value, `undo ${kind}`))),
      );
      after = null;
    }
    for (let round = 0; round <= rounds; round += 1) {
      if (after === null) {
        const reading = await readUntil(lasting, 'read the lists after', (seen) => remains(record, seen).length === 0);
        after = reading.preferences;
        reason = reading.reason;
      }
      if (after === null) break;
      const left = remains(record, after);
      if (left.length === 0) return { status: 'complete', left, undo: [], reason: null, after };
      // What no endpoint takes out is not asked for again and again.
      if (round === rounds || left.every(({ kind, displaced }) => !displaced && unrouted.has(kind))) break;
      for (const kind of await undo(lasting, record, left, after)) unrouted.add(kind);
      after = null;
    }
  } catch (error) {
    reason = describeError(error);
  }
  const left = after === null ? suspected(record) : remains(record, after);
  const reading = readToken(context.token, context.now());
  const user = reading.status === 'malformed' ? null : reading.subject;
  return { status: 'incomplete', left, undo: undoLines(context.api, record, left, { user, unrouted }), reason, after };
}

/** What of a state is ours, and which overridden values are out of their place. Pure. */
export function remains(record: UndoRecord, seen: Preferences): Leftover[] {
  const ours = kinds.flatMap((kind) =>
    [...new Set(seen.lists[kind])].filter((value) => isOurs(kind, value, record)).map((value) => ({ kind, value, displaced: false })),
  );
  const displaced = record.values
    .filter(({ kind, value }) => wasThere(record, kind, value))
    .filter(({ kind, value }) => {
      const { gone, reordered } = compareLists(record.before.lists[kind] ?? [], seen.lists[kind] ?? []);
      return reordered || gone.includes(value);
    })
    .map(({ kind, value }) => ({ kind, value, displaced: true }));
  return [...ours, ...displaced];
}

/** Everything that this run may have stored: what has to be undone when the state cannot be read. */
function suspected(record: UndoRecord): Leftover[] {
  return record.values.map(({ kind, value }) => ({ kind, value, displaced: wasThere(record, kind, value) }));
}

/** Undoes what is left, and returns the kinds that no endpoint unmutes. */
async function undo(context: MuteContext, record: UndoRecord, left: readonly Leftover[], seen: Preferences): Promise<Kind[]> {
  const unrouted = await Promise.all(
    left.map(async ({ kind, value, displaced }): Promise<Kind[]> => {
      if (!displaced) {
        const answer = await act(context, unmuteRequest(context.api, kind, value, `undo ${kind}`));
        return answer.status === 405 || isUnrouted(answer) ? [kind] : [];
      }
      for (const entry of tailFrom(record, kind, value, seen)) {
        await act(context, muteRequest(context.api, kind, entry, `restore the order of ${contracts[kind].list}`));
      }
      return [];
    }),
  );
  return unrouted.flat();
}

/**
 * A mute puts its value at the end of the list, so muting a value and then all that stood behind it, in order, brings the
 * old order back. What somebody else has taken out since stays out.
 */
export function tailFrom(record: UndoRecord, kind: Kind, value: string, seen: Preferences): string[] {
  const before = record.before.lists[kind] ?? [];
  return before.slice(before.indexOf(value)).filter((entry) => entry === value || (seen.lists[kind] ?? []).includes(entry));
}

function wasThere(record: UndoRecord, kind: Kind, value: string): boolean {
  return (record.before.lists[kind] ?? []).includes(value);
}
