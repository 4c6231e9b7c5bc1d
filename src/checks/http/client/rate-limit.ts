/** So often a request that was answered 429 is sent again. */
export const mostTries = 4;

/** Where the answer names no time: this long, then twice as long each time. */
const firstPauseMs = 1_000;
/** A server that counts by the minute is not asked faster than this afterwards. */
const longestSpacingMs = 2_000;

/**
 * How long a server wants to be left alone (RFC 9110, section 10.2.3: seconds, or a date), in milliseconds.
 * Null where it does not say.
 */
export function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** The pause before a request that was answered 429 is sent again for the `tries`th time. */
export function pauseMs(value: string | undefined, tries: number, nowMs: number): number {
  return retryAfterMs(value, nowMs) ?? firstPauseMs * 2 ** tries;
}

/** How far requests are kept apart once a server has refused: as many in that time as it has let through. */
export function spacingMs(waitMs: number, letThrough: number): number {
  return Math.min(longestSpacingMs, waitMs / Math.max(1, letThrough));
}
