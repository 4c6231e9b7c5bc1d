import { noDamage, joinDamage, type Damage } from '../cleanup/damage.ts';
import type { Kind } from '../preferences/kinds.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { createTurns } from './turns.ts';
import { isProbeValue } from './values.ts';

export interface SentValue {
  readonly kind: Kind;
  readonly value: string;
}

/** Whether a change may run beside others of this run. */
export type Company = 'beside' | 'alone';

/**
 * What a run knows of its own changes: shared by the probes that change something and the one that cleans up.
 */
export interface Ledger {
  /** Twelve hexadecimal digits that stand in every text of this run, so that ours is told from the user's. */
  readonly marker: string;
  /** The marker and a number: another text at each call. */
  unique(): string;
  /** Runs a request that may change something: beside others, or when no other runs. */
  mutating<T>(work: () => Promise<T>, company?: Company): Promise<T>;
  /** Notes that a request that may change something went out. */
  goesOut(): void;
  /** Notes that a change was sent and never answered: it may still come to pass. */
  leaveUnanswered(): void;
  /** Notes that a mute was promised and not seen: its value may be listed later, whatever is read now. */
  notePromised(value: SentValue): void;
  readonly promised: readonly SentValue[];
  /** Notes that a value was sent to be muted: it has to be unmuted, whatever a read says. */
  sent(value: SentValue): void;
  /** Notes that its unmute was answered. */
  takenBack(value: SentValue): void;
  /** What was sent and not taken back. */
  readonly outstanding: readonly SentValue[];
  /** Takes a moment's stamp, to be handed to {@link Ledger.saw} after a read. */
  stamp(): number;
  /** Keeps a read that began at `stamp`. */
  saw(stamp: number, preferences: Preferences): void;
  /** The latest state, if nothing was changed since its read began; else null. */
  stateWhenIdle(): Preferences | null;
  /** Notes that a read was behind the writes by so much, in milliseconds; of a cache, nobody knows. */
  noteLag(milliseconds: number): void;
  /** Notes that what was written was not shown at all, or by no ordinary read. */
  noteUnshown(): void;
  /** Notes that a value that was muted twice is listed twice. */
  noteDoubled(): void;
  readonly appendsTwice: boolean;
  /** Notes what the writes did to the user's own. */
  noteDamage(damage: Damage): void;
  readonly damage: Damage;
  /** The longest lag of a read; 0 while every read showed at once what was written. */
  readonly lagMs: number;
  /** Every read showed at once what was written: what reads show is how things are. */
  readonly readsAreTrue: boolean;
  /** A read showed test values of a run that is not this one. */
  readonly othersAtWork: boolean;
  /** True once anything was sent that may change something. */
  readonly touched: boolean;
  readonly unanswered: boolean;
}

export function createLedger(marker: string): Ledger {
  // Counts beginnings and ends of changes: a read that saw the same count at both ends saw none of them half
  // done.
  let movements = 0;
  let running = 0;
  let uniques = 0;
  let touched = false;
  let unanswered = false;
  let lagMs = 0;
  let unshown = false;
  let appendsTwice = false;
  let damage = noDamage;
  let othersAtWork = false;
  let latest: { readonly at: number; readonly preferences: Preferences } | null = null;
  const promised: SentValue[] = [];
  const outstanding = new Map<string, SentValue>();
  const turns = createTurns();
  return {
    marker,
    unique: () => `${marker}-${(uniques += 1)}`,
    mutating: (work, company = 'beside') =>
      turns[company](async () => {
        movements += 1;
        running += 1;
        try {
          return await work();
        } finally {
          running -= 1;
          movements += 1;
        }
      }),
    goesOut() {
      touched = true;
    },
    leaveUnanswered() {
      unanswered = true;
    },
    notePromised: (value) => void promised.push(value),
    promised,
    sent: (value) => void outstanding.set(`${value.kind} ${value.value}`, value),
    takenBack: ({ kind, value }) => void outstanding.delete(`${kind} ${value}`),
    stamp: () => movements,
    saw(stamp, preferences) {
      othersAtWork ||= Object.values(preferences.lists).some((list) =>
        list?.some((entry) => isProbeValue(entry) && !entry.toLowerCase().includes(marker)),
      );
      if (running === 0 && stamp === movements) latest = { at: stamp, preferences };
    },
    stateWhenIdle: () => (latest?.at === movements && running === 0 ? latest.preferences : null),
    noteLag: (milliseconds) => void (lagMs = Math.max(lagMs, milliseconds, 1)),
    noteUnshown: () => void (unshown = true),
    noteDoubled: () => void (appendsTwice = true),
    get appendsTwice() {
      return appendsTwice;
    },
    noteDamage: (seen) => void (damage = joinDamage(damage, seen)),
    get outstanding() {
      return [...outstanding.values()];
    },
    get damage() {
      return damage;
    },
    get lagMs() {
      return lagMs;
    },
    get readsAreTrue() {
      return lagMs === 0 && !unshown;
    },
    get othersAtWork() {
      return othersAtWork;
    },
    get touched() {
      return touched;
    },
    get unanswered() {
      return unanswered;
    },
  };
}
