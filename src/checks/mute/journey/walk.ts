import * as z from 'zod/mini';
import { damageShape } from '../cleanup/damage.ts';
import { kinds } from '../preferences/kinds.ts';
import { preferencesShape, timesListed, type Preferences } from '../preferences/preferences.ts';
import { isSuccess, isUnconfirmed, refusesCredentials, stepResultShape, type StepResult } from './step.ts';

const stages = ['muted', 'muted one by one', 'unmuted'] as const;
export type Stage = (typeof stages)[number];
const optionalAct = z.nullable(stepResultShape);

const walkShape = z.object({
  kind: z.enum(kinds),
  /** What was muted; null where nothing could be. */
  value: z.nullable(z.string()),
  /** The user had it muted already (an override). */
  existed: z.boolean(),
  /** How the lists spell it: another spelling than was sent, a slug perhaps. Null where it was not seen. */
  stored: z.nullable(z.string()),
  mute: optionalAct,
  /** Sent beside the first, or at least before anything is unmuted. */
  muteAgain: optionalAct,
  /** The same slug in capitals and with spaces around it. */
  variant: z.nullable(z.object({ value: z.string(), act: stepResultShape })),
  /** The same mute with no other beside it, where it was refused or not listed beside others. */
  alone: optionalAct,
  unmute: optionalAct,
  /** Why nothing was muted, or nothing more can be said of it. */
  stopped: z.nullable(z.object({ reason: z.string(), deliberate: z.boolean() })),
});
export type Walk = z.infer<typeof walkShape>;

const readingShape = z.object({
  stage: z.enum(stages),
  exchange: z.number(),
  tries: z.number(),
  preferences: z.nullable(preferencesShape),
  reason: z.nullable(z.string()),
  /** Whether the lists came to show what was awaited. */
  shown: z.boolean(),
  /** Milliseconds until an ordinary read showed it: 0 for the first, null where none did. */
  delayMs: z.nullable(z.number()),
  /** The header by which a cache said that it gave an answer that did not show it. */
  cache: z.nullable(z.string()),
  /** It was shown by reads past the caches alone. */
  onlyFresh: z.boolean(),
  /** Of how many reads how many showed it, where those that did not came beside or after those that did. */
  alternating: z.nullish(z.object({ showing: z.number(), answered: z.number() })),
  /** By what the answer says that it is but a part. */
  paged: z.nullable(z.string()),
});
export type StageReading = z.infer<typeof readingShape>;

export const journeyShape = z.object({
  walks: z.array(walkShape),
  /** One list for all kinds after each stage, so that nobody waits for another's GET. */
  readings: z.array(readingShape),
  /** What the mutes did to the user's own, as it was still seen when the wait for it was over. */
  damage: damageShape,
});
export type Journey = z.infer<typeof journeyShape>;

/** The mute that counts: the one that was sent alone, where the first was tried again. */
export function lastMute({ alone, mute }: Walk): StepResult | null {
  return alone ?? mute;
}

/** The lists after all mutes. */
export function readingOf(
  readings: readonly StageReading[],
  stage: 'muted' | 'unmuted',
): StageReading | null {
  const alone = stage === 'muted' ? readings.find((each) => each.stage === 'muted one by one') : undefined;
  return alone ?? readings.find((each) => each.stage === stage) ?? null;
}

/** How often a walk's value is listed in a state, in whatever spelling; null when that was not seen. */
export function listedIn(preferences: Preferences | null | undefined, { kind, value }: Walk): number | null {
  return preferences == null || value === null ? null : timesListed(preferences, kind, value);
}

/** How often a walk's value is listed in the spelling in which it was stored. */
export function stillListedIn(
  preferences: Preferences | null | undefined,
  { kind, value, stored }: Walk,
): number | null {
  return preferences?.lists[kind]?.filter((entry) => entry === (stored ?? value)).length ?? null;
}

/** How often a walk's value is listed after a stage; null when that was not seen. */
export function listedAt(
  readings: readonly StageReading[],
  stage: 'muted' | 'unmuted',
  walk: Walk,
): number | null {
  const preferences = readingOf(readings, stage)?.preferences;
  return stage === 'muted' ? listedIn(preferences, walk) : stillListedIn(preferences, walk);
}

/**
 * Whether a reading that does not list a value decides: a cache or a page shows less than there is.
 */
export function isWhole({ cache, onlyFresh, paged }: StageReading): boolean {
  return paged === null && (cache === null || onlyFresh);
}

/**
 * A valid request that was refused, whatever the body is. Too many requests, redirects and refused
 * credentials have codes of their own.
 */
export function isRejection(step: StepResult): boolean {
  const { status } = step;
  return (
    status !== null && status >= 400 && status !== 429 && !refusesCredentials(step) && !isUnconfirmed(step)
  );
}

/** Whether a valid mute was answered as it should be. */
export function isAcknowledged(walk: Walk): boolean {
  return isSuccess(lastMute(walk)?.status ?? null);
}
