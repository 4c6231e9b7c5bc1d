import type { MuteContext } from '../probes/context.ts';
import type { Preferences } from './preferences.ts';
import { readPreferences, type PreferencesRead } from './read-preferences.ts';
import { refusesCredentials } from '../journey/step.ts';

/** How a wait for the lists ended. */
export interface Awaited {
  /** The exchange that is believed, and how often was asked for it. */
  readonly exchange: number;
  readonly tries: number;
  /** The state as it is believed to be: what an ordinary read showed, or one past the caches. */
  readonly preferences: Preferences | null;
  readonly reason: string | null;
  /** Whether that is what was awaited. */
  readonly shown: boolean;
  /**
   * Milliseconds after the wait began at which a read was sent that showed it; 0 where none before it showed
   * another state, null where an ordinary read never did.
   */
  readonly delayMs: number | null;
  /** The header of a read that did not show it, by which a cache says that it answered. */
  readonly cache: string | null;
  /** A read past the caches showed it, and an ordinary one was answered and did not. */
  readonly onlyFresh: boolean;
  /** Where reads showed it, and others at the same time or later did not: several servers, not one state. */
  readonly alternating: { readonly showing: number; readonly answered: number } | null;
  /** The lists of a read that showed it, whatever the others did. */
  readonly shownBy: Preferences | null;
  readonly paged: string | null;
  /** A read past the caches showed it, and no cache answered that one either. */
  readonly proven: boolean;
}

export interface Await {
  readonly step: string;
  readonly awaited: (preferences: Preferences) => boolean;
  /** Milliseconds of waiting, all pauses together, until it counts as not shown. */
  readonly windowMs: number;
  /** Ask past the caches from the first read on, and not only when that did not show what is awaited. */
  readonly proof?: boolean;
  readonly signal?: AbortSignal;
}

/** Pauses before a read is repeated, in milliseconds, before jitter; the last again and again. */
const pauses = [60, 150, 300, 500, 800];

/** Reads that fail in a row before the rest of the time is given up. */
const mostFailures = 4;

/**
 * Reads the lists until they show what is awaited. A replica, a queue or a worker's memory may be behind, so
 * it is asked again with growing pauses; a cache in front is told from them by asking past it.
 */
export async function awaitLists(
  context: MuteContext,
  { step, awaited, windowMs, proof = false, signal = context.signal }: Await,
): Promise<Awaited> {
  const began = context.now();
  let waitedMs = 0;
  let failures = 0;
  let cache: string | null = null;
  let shownMs: number | null = null;
  let wasBehind = false;
  let answered = 0;
  let showing = 0;
  let shownBy: Preferences | null = null;
  let wentBack = false;
  let plainHasShown = false;
  for (let tries = 1; ; tries += 1) {
    const sentMs = Math.max(0, context.now() - began);
    const [plain, busted] = await Promise.all([
      readPreferences(context, step, { signal }),
      proof || tries > 1
        ? readPreferences(context, `${step}, past caches`, { signal, fresh: true })
        : Promise.resolve(null),
    ]);
    // An API that takes no query it does not know is asked as it is.
    const fresh = busted !== null && busted.preferences === null ? plain : busted;
    const shows = ({ preferences }: PreferencesRead): boolean => preferences !== null && awaited(preferences);
    const plainShows = shows(plain);
    const freshShows = fresh !== null && shows(fresh);
    const shown = plainShows && (fresh === null || freshShows);
    const proven = freshShows && fresh.cache === null;
    // An ordinary read that failed says nothing of a cache.
    const onlyFresh = plain.preferences !== null && !plainShows && freshShows;
    const answers = (fresh === null || fresh === plain ? [plain] : [plain, fresh]).filter(
      ({ preferences }) => preferences !== null,
    );
    answered += answers.length;
    for (const read of answers.filter(shows)) [showing, shownBy] = [showing + 1, read.preferences];
    // What passes the caches is never behind what does not.
    wentBack ||= plainHasShown && plain.preferences !== null && !plainShows;
    wentBack ||= plainShows && fresh !== null && fresh.preferences !== null && !freshShows;
    plainHasShown ||= plainShows;
    if (!plainShows) cache = plain.cache ?? cache;
    // Nor does a read that was not answered say how far reads are behind.
    wasBehind ||= !answers.every(shows);
    shownMs = shown ? (shownMs ?? (wasBehind ? sentMs : 0)) : null;
    failures = answers.length === 0 ? failures + 1 : 0;
    // A cache in front keeps what it has for as long as it likes; the state itself is known.
    const ends =
      (shown && (proven || !proof)) ||
      (onlyFresh && plain.cache !== null) ||
      waitedMs >= windowMs ||
      failures >= mostFailures ||
      refusesCredentials({ status: plain.status, detail: plain.detail });
    if (ends) {
      const believed = shown ? plain : (fresh ?? plain);
      const read = believed.preferences === null ? plain : believed;
      return {
        exchange: read.exchange,
        tries,
        preferences: read.preferences,
        reason: read.reason,
        shown: shown || freshShows,
        delayMs: shownMs,
        cache,
        onlyFresh,
        alternating: wentBack && cache === null && !shown ? { showing, answered } : null,
        shownBy,
        paged: read.paged,
        proven,
      };
    }
    const pauseMs = Math.min(pauses[tries - 1] ?? pauses.at(-1) ?? 0, windowMs - waitedMs);
    waitedMs += pauseMs;
    await context.pause(pauseMs * (0.75 + context.random() / 2), signal);
  }
}
