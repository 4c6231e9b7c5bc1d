import type { UndoRecord } from '../cleanup/undo-record.ts';
import { contentTypes, forEachKind, kinds, type Kind } from '../preferences/kinds.ts';
import { spelling, type Preferences } from '../preferences/preferences.ts';

/** A UUID (version 4 in form) whose last group is the marker: no source has it, and recovery knows it. */
export function probeSourceId(marker: string): string {
  return `${marker.slice(0, 8)}-${marker.slice(8, 12)}-4000-a000-${marker}`;
}

/**
 * Our own value of a kind, which no user has. Content types are a closed set, so theirs is chosen from the
 * state.
 */
export function probeValue(kind: Kind, marker: string): string {
  return kind === 'source' ? probeSourceId(marker) : `qa-probe-${marker}-${kind}`;
}

/**
 * Whether an entry is a test value of any run of ours, also another machine's: it may go at any moment, and
 * nobody misses it.
 */
export function isProbeValue(entry: string): boolean {
  if (/qa-probe-[0-9a-f]{12}/i.test(entry)) return true;
  const [, first, second, last = ''] =
    /^([0-9a-f]{8})-([0-9a-f]{4})-4000-a000-([0-9a-f]{12})$/i.exec(entry) ?? [];
  return first !== undefined && (last.startsWith(`${first}${second}`) || first === '00000000');
}

/**
 * A value of every kind that nobody ever mutes, not even this run: what an unmute can be tried with, whoever
 * is let in.
 */
export function unusedValues(marker: string): Record<Kind, string> {
  return forEachKind((kind) =>
    kind === 'source' ? probeSourceId([...marker].toReversed().join('')) : `qa-probe-${marker}-unused`,
  );
}

/**
 * What an unlocked mute is tried with. There is none for content types: every value of that closed set may be
 * a user's.
 */
export function intruderValue(kind: Kind, marker: string): string | null {
  if (kind === 'content-type') return null;
  return kind === 'source' ? `00000000-0000-4000-a000-${marker}` : `qa-probe-${marker}-open`;
}

/** What a kind is muted with, or why it is not. */
export type Choice =
  | { readonly value: string; readonly existed: boolean }
  | { readonly value: null; readonly reason: string };

/** Chooses the value of a kind so that muting it tells ours from the user's. */
export function chooseValue(
  kind: Kind,
  before: Preferences,
  marker: string,
  override: string | undefined,
): Choice {
  const listed = before.lists[kind];
  if (listed === null)
    return { value: null, reason: `the answer to GET holds no list for ${kind}, so nothing could be proven` };
  if (override !== undefined) {
    const value = kind === 'source' ? override.toLowerCase() : override.trim().toLowerCase();
    const existed = listed.includes(value);
    // Muting a source unfollows it for good, and no route tells what is followed: one that is muted already
    // is safe.
    if (kind === 'source' && !existed)
      return {
        value: null,
        reason: `the source ${value} is not muted, and muting it would unfollow it for good`,
      };
    if (existed && new Set(listed).size < listed.length)
      return { value: null, reason: `the list of ${kind} holds an entry twice, which could not be restored` };
    return { value, existed };
  }
  if (kind !== 'content-type') return { value: probeValue(kind, marker), existed: false };
  const free = contentTypes.findLast((type) => !listed.includes(type));
  if (free === undefined)
    return {
      value: null,
      reason: 'the user has muted all three content types, and there is no fourth to try',
    };
  return { value: free, existed: false };
}

/**
 * Whether an entry of a kind's list is of this run: by its marker, or because the run muted it and it was not
 * there.
 */
export function isOurs(kind: Kind, entry: string, run: UndoRecord): boolean {
  if (entry.toLowerCase().includes(run.marker)) return true;
  const muted = run.values.some(({ value }) => spelling(value) === spelling(entry));
  return muted && !(run.before.lists[kind] ?? []).includes(entry);
}

interface Run {
  readonly ledger: { readonly marker: string };
  readonly plan: { readonly overrides: Readonly<Partial<Record<Kind, string>>> };
}

/** What has to be known to undo this run, whatever step it is killed at. */
export function undoRecordOf({ ledger, plan }: Run, before: Preferences): UndoRecord {
  const values = kinds.flatMap((kind) => {
    const { value } = chooseValue(kind, before, ledger.marker, plan.overrides[kind]);
    return value === null ? [] : [{ kind, value }];
  });
  return { marker: ledger.marker, values, before };
}
