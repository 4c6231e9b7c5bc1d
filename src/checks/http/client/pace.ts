import { setTimeout as sleep } from 'node:timers/promises';

/** When requests may go: several clients of one run share it, so that together they keep to it. */
export interface Pace {
  /** Resolves when the next request may be sent. Rejects when a signal fires before. */
  readonly turn: (signals: readonly AbortSignal[]) => Promise<void>;
  /** The server asked for less: nothing goes for so long, and from then on requests keep this distance. */
  readonly slowDown: (waitMs: number, spacingMs: number) => void;
}

/** No distance between requests, unless one is wanted from the beginning (`--rate`). */
export function createPace(spacingMs = 0): Pace {
  let spacing = spacingMs;
  let nextAt = 0;
  let heldUntil = 0;
  return {
    turn: async (signals) => {
      for (;;) {
        const now = performance.now();
        const at = Math.max(now, nextAt, heldUntil);
        nextAt = at + spacing;
        if (at > now) await sleep(at - now, undefined, { signal: AbortSignal.any([...signals]) });
        // The server may have asked for less while this one waited.
        if (performance.now() >= heldUntil - 1) return;
      }
    },
    slowDown: (waitMs, atLeastMs) => {
      heldUntil = Math.max(heldUntil, performance.now() + waitMs);
      spacing = Math.max(spacing, atLeastMs);
    },
  };
}
