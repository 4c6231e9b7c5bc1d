import * as z from 'zod/mini';
import type { UndoRecord } from './undo-record.ts';
import { forEachKind, type Kind } from '../preferences/kinds.ts';
import { looksPaged, missingFrom, type Preferences } from '../preferences/preferences.ts';
import { isOurs, isProbeValue } from '../journey/values.ts';

const texts = z.array(z.string());
const byKind = z.object({ source: texts, theme: texts, topic: texts, 'content-type': texts });

/** What happened to a user's own values and flags while a run was on. */
export const damageShape = z.object({
  /** Values of the user's that are listed no more. */
  lost: byKind,
  /** Values that are neither the user's nor ours, and were not listed before. */
  foreign: byKind,
  /** Flags that changed, with the value that they had. */
  flags: z.record(z.string(), z.boolean()),
});
export type Damage = z.infer<typeof damageShape>;

export const noDamage: Damage = { lost: forEachKind(() => []), foreign: forEachKind(() => []), flags: {} };

/**
 * What of the user's a list lacks. Test values of other runs come and go; while another run is at work, so do
 * content types, a closed set from which it has taken one. Pure.
 */
export function lostOf(kind: Kind, seen: Preferences, record: UndoRecord, othersAtWork: boolean): string[] {
  const [before, listed] = [record.before.lists[kind], seen.lists[kind]];
  const ours = listed?.some((entry) => isOurs(kind, entry, record)) === true;
  // A list that is not there at all is another matter than an empty one; and ours may have pushed the user's
  // off a page.
  if (listed === null || (ours && looksPaged(before, listed))) return [];
  return missingFrom(listed, before).filter((value) => !isOfOthers(kind, value, othersAtWork));
}

/**
 * What a state has and lacks against the state before, beside what this run has changed on purpose. Pure.
 */
export function damageIn(seen: Preferences, record: UndoRecord, othersAtWork: boolean): Damage {
  const { before, values } = record;
  const isTouched = (kind: Kind, value: string): boolean =>
    values.some((each) => each.kind === kind && each.value === value);
  return {
    lost: forEachKind((kind) =>
      lostOf(kind, seen, record, othersAtWork).filter((value) => !isTouched(kind, value)),
    ),
    foreign: forEachKind((kind) =>
      before.lists[kind] === null
        ? []
        : missingFrom(before.lists[kind], seen.lists[kind]).filter(
            (value) => !isOfOthers(kind, value, othersAtWork) && !isOurs(kind, value, record),
          ),
    ),
    flags: Object.fromEntries(
      Object.entries(before.flags).filter(([flag, was]) => seen.flags[flag] === !was),
    ),
  };
}

export function isDamage({ lost, foreign, flags }: Damage): boolean {
  const lists = [...Object.values(lost), ...Object.values(foreign)];
  return Object.keys(flags).length > 0 || lists.some((values) => values.length > 0);
}

export function joinDamage(one: Damage, other: Damage): Damage {
  const union = (name: 'lost' | 'foreign'): Damage['lost'] =>
    forEachKind((kind) => [...new Set([...one[name][kind], ...other[name][kind]])]);
  return { lost: union('lost'), foreign: union('foreign'), flags: { ...one.flags, ...other.flags } };
}

function isOfOthers(kind: Kind, value: string, othersAtWork: boolean): boolean {
  return isProbeValue(value) || (othersAtWork && kind === 'content-type');
}
