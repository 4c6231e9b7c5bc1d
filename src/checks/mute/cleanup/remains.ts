import * as z from 'zod/mini';
import type { UndoRecord } from './undo-record.ts';
import { damageIn, lostOf, type Damage } from './damage.ts';
import { kinds, type Kind } from '../preferences/kinds.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { isOurs } from '../journey/values.ts';

/** A value that keeps a list from being what it was. */
export const leftoverShape = z.object({
  kind: z.enum(kinds),
  value: z.string(),
  /**
   * `ours`: we muted it. `foreign`: it came with our mutes, and nobody asked for it. `missing`: the user's,
   * and not listed now. `displaced`: the user's, that we muted again, and that is listed more often now.
   * `moved`: the user's, that we muted again, and that stands in another place: worth a try, and no fault.
   */
  state: z.enum(['ours', 'foreign', 'missing', 'displaced', 'moved']),
});
export type Leftover = z.infer<typeof leftoverShape>;

export const remainsShape = z.object({
  values: z.array(leftoverShape),
  /** Flags that are not as they were, with the value that they had. */
  flags: z.record(z.string(), z.boolean()),
});
export type Remains = z.infer<typeof remainsShape>;

export const nothing: Remains = { values: [], flags: {} };

/** Without what stands in another place: lists are sets. */
export function essentials({ values, flags }: Remains): Remains {
  return { values: values.filter(({ state }) => state !== 'moved'), flags };
}

export function isNothing({ values, flags }: Remains): boolean {
  return values.length === 0 && Object.keys(flags).length === 0;
}

/** What keeps a state from being the one before. Pure. */
export function remains(
  record: UndoRecord,
  seen: Preferences,
  {
    foreign,
    othersAtWork = false,
  }: { readonly foreign?: Damage['foreign']; readonly othersAtWork?: boolean } = {},
): Remains {
  const { flags } = damageIn(seen, record, othersAtWork);
  const values = kinds.flatMap((kind): Leftover[] => {
    const as = (state: Leftover['state']) => (value: string) => ({ kind, value, state });
    const listed = [...new Set(seen.lists[kind])];
    return [
      ...listed.filter((value) => isOurs(kind, value, record)).map(as('ours')),
      ...listed.filter((value) => foreign?.[kind].includes(value)).map(as('foreign')),
      ...lostOf(kind, seen, record, othersAtWork).map(as('missing')),
      ...multiplied(record, kind, seen).map(as('displaced')),
      ...moved(record, kind, seen).map(as('moved')),
    ];
  });
  return { values, flags };
}

/** Everything that this run may have stored: what has to be undone when the state cannot be read. */
export function suspected(record: UndoRecord): Remains {
  const values = record.values.map(({ kind, value }): Leftover => {
    const state = (record.before.lists[kind] ?? []).includes(value) ? 'missing' : 'ours';
    return { kind, value, state };
  });
  return { values, flags: {} };
}

/**
 * The values of a list that this run muted again, and all that stood behind the first of them and are listed
 * still: a mute puts its value at the end, so muting these in order brings the order back.
 */
export function tailOf({ before, values }: UndoRecord, kind: Kind, seen: Preferences): string[] {
  const listed = before.lists[kind] ?? [];
  const own = new Set(values.filter((each) => each.kind === kind).map(({ value }) => value));
  const first = listed.findIndex((entry) => own.has(entry));
  if (first < 0) return [];
  const now = new Set(seen.lists[kind]);
  return [...new Set(listed.slice(first))].filter((entry) => own.has(entry) || now.has(entry));
}

/**
 * Values that this run muted again, or that were muted to keep their order, listed more often than before.
 */
function multiplied(record: UndoRecord, kind: Kind, seen: Preferences): string[] {
  const times = (list: readonly string[] | null, entry: string): number =>
    (list ?? []).filter((each) => each === entry).length;
  const [before, now] = [record.before.lists[kind], seen.lists[kind]];
  return tailOf(record, kind, seen).filter((entry) => times(now, entry) > times(before, entry));
}

function moved(record: UndoRecord, kind: Kind, seen: Preferences): string[] {
  const tail = tailOf(record, kind, seen);
  const now = (seen.lists[kind] ?? []).slice(-tail.length);
  return tail.some((entry, index) => entry !== now[index]) ? tail.slice(0, 1) : [];
}
