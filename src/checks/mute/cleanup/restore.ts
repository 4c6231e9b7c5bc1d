import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { takeStep } from '../journey/step.ts';
import type { MuteContext } from '../probes/context.ts';
import type { UndoRecord } from './undo-record.ts';
import { contracts, kinds, type Kind } from '../preferences/kinds.ts';
import { compareLists, preferencesShape, type Preferences } from '../preferences/preferences.ts';
import { readPreferencesUntil } from '../preferences/read-preferences.ts';
import { muteRequest, unmuteRequest } from '../journey/requests.ts';
import { userOfToken } from '../token/read-token.ts';
import { leftoverShape, undoLines, type Leftover } from './undo-lines.ts';
import { isOurs } from '../journey/values.ts';

export const restorationShape = z.object({
  status: z.enum(['complete', 'incomplete']),
  left: z.array(leftoverShape),
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

/**
 * Brings back the state of `record.before` as far as this run changed it: our values are unmuted, an
 * overridden one goes back to its place. Changes that others made in the meantime are left alone. Right from
 * every state that a run can be stopped in, and harmless when there is nothing to do.
 */
export async function restore(context: MuteContext, opened: UndoRecord): Promise<Restoration> {
  let record = opened;
  // The clean-up runs on after an interrupt, until the hard end.
  const lasting: MuteContext = { ...context, signal: context.hardSignal };
  let after: Preferences | null = context.ledger.stateWhenIdle();
  let reason: string | null = null;
  const unrouted = new Set<Kind>();
  try {
    if (context.ledger.unanswered) {
      // A change without an answer may still be under way. Undoing it queues behind it, on the same row.
      await Promise.all(
        record.values
          .filter(({ kind, value }) => !wasThere(record, kind, value))
          .map(({ kind, value }) =>
            takeStep(lasting, unmuteRequest(context.api, kind, value, `undo ${kind}`)),
          ),
      );
      after = null;
    }
    for (let round = 0; round <= rounds; round += 1) {
      if (after === null) {
        // Before this run has undone anything there is nothing to wait for.
        const awaited = (lists: Preferences): boolean =>
          !context.ledger.touched || remains(record, lists).length === 0;
        const reading = await readPreferencesUntil(lasting, 'read the lists after', awaited);
        after = reading.preferences;
        reason = reading.reason;
      }
      const seen = after;
      if (seen === null) break;
      const left = remains(record, seen);
      if (left.length === 0) return { status: 'complete', left, undo: [], reason: null, after };
      // What no endpoint takes out is not asked for again and again.
      if (round === rounds || left.every(({ kind }) => unrouted.has(kind))) break;
      // A mute alone moves a value to the end; where the server only appends (the release of January 2026),
      // nothing but taking out all that stood behind it, and it too, brings the order back.
      const apart = new Set(
        left
          .filter((each) => each.displaced && (round > 0 || multiplied(record, each, seen)))
          .map(({ kind }) => kind),
      );
      record = await takeCharge(lasting, record, apart);
      for (const kind of await undo(lasting, record, left, { seen, apart })) unrouted.add(kind);
      after = null;
    }
  } catch (error) {
    reason = describeError(error);
    // Stopped between a change and its read: what was seen last is no longer what is there.
    after = null;
  }
  const left = after === null ? suspected(record) : remains(record, after);
  const user = userOfToken(context.token);
  return {
    status: 'incomplete',
    left,
    undo: undoLines(context.api, record, left, { user, unrouted }),
    reason,
    after,
  };
}

/** What of a state is ours, and which overridden values are out of their place. Pure. */
export function remains(record: UndoRecord, seen: Preferences): Leftover[] {
  const ours = kinds.flatMap((kind) =>
    [...new Set(seen.lists[kind])]
      .filter((value) => isOurs(kind, value, record))
      .map((value) => ({ kind, value, displaced: false })),
  );
  const displaced = record.values
    .filter(({ kind, value }) => wasThere(record, kind, value))
    .filter(({ kind, value }) => {
      const { gone, reordered } = compareLists(record.before.lists[kind] ?? [], seen.lists[kind] ?? []);
      return reordered || gone.includes(value) || multiplied(record, { kind, value }, seen);
    })
    .map(({ kind, value }) => ({ kind, value, displaced: true }));
  return [...ours, ...displaced];
}

/** Everything that this run may have stored: what has to be undone when the state cannot be read. */
function suspected(record: UndoRecord): Leftover[] {
  return record.values.map(({ kind, value }) => ({ kind, value, displaced: wasThere(record, kind, value) }));
}

/**
 * Undoes what is left, and returns the kinds that no endpoint unmutes. Of the kinds in `apart`, each value is
 * taken out before it is put back.
 */
async function undo(
  context: MuteContext,
  record: UndoRecord,
  left: readonly Leftover[],
  { seen, apart }: { readonly seen: Preferences; readonly apart: ReadonlySet<Kind> },
): Promise<Kind[]> {
  const remove = async (kind: Kind, value: string): Promise<boolean> => {
    const answer = await takeStep(context, unmuteRequest(context.api, kind, value, `undo ${kind}`));
    return answer.status === 405 || answer.status === 404;
  };
  const ours = left
    .filter(({ displaced }) => !displaced)
    .map(async ({ kind, value }) => ((await remove(kind, value)) ? [kind] : []));
  const moved = kinds
    .filter((kind) => left.some((each) => each.displaced && each.kind === kind))
    .map(async (kind): Promise<Kind[]> => {
      for (const entry of tail(record, kind, seen)) {
        if (apart.has(kind) && (await remove(kind, entry))) return [kind];
        await takeStep(
          context,
          muteRequest(context.api, kind, entry, `restore the order of ${contracts[kind].list}`),
        );
      }
      return [];
    });
  return (await Promise.all([...ours, ...moved])).flat();
}

/**
 * A mute puts its value at the end of the list, so muting a value and then all that stood behind it, in
 * order, brings the old order back. What somebody else has taken out since stays out.
 */
function tail({ before, values }: UndoRecord, kind: Kind, seen: Preferences): string[] {
  const listed = before.lists[kind] ?? [];
  const own = values.filter((each) => each.kind === kind).map(({ value }) => value);
  const first = listed.findIndex((entry) => own.includes(entry));
  return listed
    .slice(first)
    .filter((entry) => own.includes(entry) || (seen.lists[kind] ?? []).includes(entry));
}

/**
 * Before values of the user's are taken out for a moment: from then on the record says that whatever is
 * missing of them is ours to bring back.
 */
async function takeCharge(
  { journal }: MuteContext,
  record: UndoRecord,
  apart: ReadonlySet<Kind>,
): Promise<UndoRecord> {
  const values = [...apart]
    .flatMap((kind) => tail(record, kind, record.before).map((value) => ({ kind, value })))
    .filter(
      ({ kind, value }) => !record.values.some((known) => known.kind === kind && known.value === value),
    );
  if (values.length === 0) return record;
  const larger = { ...record, values: [...record.values, ...values] };
  await journal.open(larger);
  return larger;
}

/** Whether a value, or one that stood behind it, is listed more often than before. */
function multiplied(
  { before }: UndoRecord,
  { kind, value }: Pick<Leftover, 'kind' | 'value'>,
  seen: Preferences,
): boolean {
  const listed = before.lists[kind] ?? [];
  const times = (list: readonly string[], entry: string): number =>
    list.filter((each) => each === entry).length;
  return listed
    .slice(listed.indexOf(value))
    .some((entry) => times(seen.lists[kind] ?? [], entry) > times(listed, entry));
}

function wasThere(record: UndoRecord, kind: Kind, value: string): boolean {
  return (record.before.lists[kind] ?? []).includes(value);
}
