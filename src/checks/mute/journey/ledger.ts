import type { Preferences } from '../preferences/preferences.ts';

/**
 * What a run knows of its own changes: shared by the probes that change something and the one that cleans up.
 */
export interface Ledger {
  /** Twelve hexadecimal digits that stand in every text of this run, so that ours is told from the user's. */
  readonly marker: string;
  /** Runs a request that may change something. */
  mutating<T>(work: () => Promise<T>): Promise<T>;
  /** Notes that a change was sent and never answered: it may still come to pass. */
  leaveUnanswered(): void;
  /** Takes a moment's stamp, to be handed to {@link Ledger.saw} after a read. */
  stamp(): number;
  /** Keeps a read that began at `stamp`. */
  saw(stamp: number, preferences: Preferences): void;
  /** The latest state, if nothing was changed since its read began; else null. */
  stateWhenIdle(): Preferences | null;
  /** True once anything was sent that may change something. */
  readonly touched: boolean;
  readonly unanswered: boolean;
}

export function createLedger(marker: string): Ledger {
  // Counts beginnings and ends of changes: a read that saw the same count at both ends saw none of them half
  // done.
  let movements = 0;
  let running = 0;
  let unanswered = false;
  let latest: { readonly at: number; readonly preferences: Preferences } | null = null;
  return {
    marker,
    async mutating(work) {
      movements += 1;
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        movements += 1;
      }
    },
    leaveUnanswered() {
      unanswered = true;
    },
    stamp: () => movements,
    saw(stamp, preferences) {
      if (running === 0 && stamp === movements) latest = { at: stamp, preferences };
    },
    stateWhenIdle: () => (latest?.at === movements && running === 0 ? latest.preferences : null),
    get touched() {
      return movements > 0;
    },
    get unanswered() {
      return unanswered;
    },
  };
}
