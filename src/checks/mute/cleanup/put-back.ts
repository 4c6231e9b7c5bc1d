import { mute, unmute } from '../journey/acts.ts';
import { flagRequest } from '../journey/requests.ts';
import { isSuccess, takeStep } from '../journey/step.ts';
import type { MuteContext } from '../probes/context.ts';
import { isSettable, kinds, type Kind } from '../preferences/kinds.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { tailOf, type Remains } from './remains.ts';
import type { UndoRecord } from './undo-record.ts';

/** What the API was found unable to do: only the database can. */
export interface Means {
  /** Kinds without an endpoint to unmute them. */
  readonly unrouted: Set<Kind>;
  /** Kinds whose missing values were muted again and are missing still: a mute replaces the list. */
  readonly replaced: Set<Kind>;
  /** Flags that were set and did not come back, or that no route sets. */
  readonly unset: Set<string>;
  /** What was put back in the round before, by kind or flag. */
  readonly tried: Set<string>;
}

export function createMeans(): Means {
  return { unrouted: new Set(), replaced: new Set(), unset: new Set(), tried: new Set() };
}

/** Whether nothing more can be done through the API. */
export function isBeyondApi({ values, flags }: Remains, means: Means): boolean {
  return (
    values.every(
      ({ kind, state }) =>
        state === 'moved' || (state === 'missing' ? means.replaced.has(kind) : means.unrouted.has(kind)),
    ) && Object.keys(flags).every((flag) => means.unset.has(flag))
  );
}

/**
 * One round: takes out what is ours or came with it, mutes again what is missing, in the order that it had,
 * and sets the flags last, since a mute may have been what changed them.
 */
export async function undo(
  context: MuteContext,
  record: UndoRecord,
  { values, flags }: Remains,
  { means, seen }: { readonly means: Means; readonly seen: Preferences },
): Promise<void> {
  const of = (kind: Kind, ...states: readonly string[]): string[] =>
    values.filter((each) => each.kind === kind && states.includes(each.state)).map(({ value }) => value);
  await Promise.all(
    kinds.flatMap((kind) => of(kind, 'ours', 'foreign').map((value) => remove(context, kind, value, means))),
  );
  await Promise.all(
    kinds.map(async (kind) => {
      const missing = new Set(of(kind, 'missing'));
      const tail = tailOf(record, kind, seen);
      // Taken out and put back, a value stands there once; where nothing takes it out, it is left alone.
      if (of(kind, 'displaced').length > 0) {
        for (const value of tail) {
          if (await remove(context, kind, value, means)) missing.add(value);
        }
      } else if (missing.size > 0 || of(kind, 'moved').length > 0) {
        for (const value of tail) missing.add(value);
      }
      if (missing.size > 0) await putBack(context, record, kind, missing, means);
    }),
  );
  for (const [flag, was] of Object.entries(flags)) {
    if (means.tried.has(flag) || !isSettable(flag)) means.unset.add(flag);
    else await takeStep(context, flagRequest(context.api, flag, was));
    means.tried.add(flag);
  }
}

/** How often an unmute that seems to have no endpoint is sent again: another replica may have one. */
const timesAgain = 3;

/** False where no endpoint does it. */
export async function remove(
  context: MuteContext,
  kind: Kind,
  value: string,
  means: Means,
): Promise<boolean> {
  const isRouted = async (): Promise<boolean> => {
    const { status } = await unmute(context, kind, value, `undo ${kind}`);
    return status !== 404 && status !== 405;
  };
  if (await isRouted()) return true;
  // Side by side, so that each takes a connection of its own.
  const again = await Promise.all(Array.from({ length: timesAgain }, isRouted));
  if (again.includes(true)) return true;
  means.unrouted.add(kind);
  return false;
}

async function putBack(
  context: MuteContext,
  { before }: UndoRecord,
  kind: Kind,
  missing: ReadonlySet<string>,
  means: Means,
): Promise<void> {
  const inOrder = [...new Set(before.lists[kind])].filter((value) => missing.has(value));
  for (const value of inOrder) {
    const { status } = await mute(context, kind, value, { step: `restore ${kind}` });
    // It is the user's: nothing of it has to be undone.
    context.ledger.takenBack({ kind, value });
    if (!isSuccess(status)) return;
  }
  if (means.tried.has(kind)) means.replaced.add(kind);
  means.tried.add(kind);
}
