import type { Finding } from './finding.ts';
import type { Observations } from './observations.ts';

export const causeStatuses = ['confirmed', 'excluded', 'possible'] as const;
export type CauseStatus = (typeof causeStatuses)[number];

/** What the evidence says of one cause. */
export interface Weighing {
  readonly status: CauseStatus;
  /** The evidence, quoted. Of a possible cause: what points at it; empty where nothing does. */
  readonly because: readonly string[];
  /** Command lines that would decide, ready to be pasted; empty where nothing is left to decide. */
  readonly wouldDecide: readonly string[];
  /** Command lines that cure it, ready to be pasted; empty where no command does. */
  readonly doNow: readonly string[];
}

/** A root cause. */
export interface Cause {
  /** The file's name, a noun for the failing state. */
  readonly code: string;
  /** One sentence: what is wrong. */
  readonly title: string;
  /** What it does to the product and its users. */
  readonly why: string;
  /** What to do, in a sentence or two. */
  readonly remedy: string;
  /**
   * Whether a finding is a symptom of this cause: it is then shown under it, and needs no cause of its own.
   */
  readonly explains: (finding: Finding) => boolean;
  /** Codes of causes that this one brings about: where both are confirmed, this one is named first. */
  readonly leadsTo?: readonly string[];
  /** Pure and total: what was not looked at leaves a cause possible, never excluded. */
  readonly weigh: (seen: Observations) => Weighing;
}

/** Defines a cause. */
export function defineCause<const C extends Cause>(cause: C): C {
  return cause;
}

/** The evidence shows it. */
export function confirmed(because: readonly string[], doNow: readonly string[] = []): Weighing {
  return { status: 'confirmed', because, wouldDecide: [], doNow };
}

/** The evidence shows that it is not so. */
export function excluded(...because: readonly string[]): Weighing {
  return { status: 'excluded', because, wouldDecide: [], doNow: [] };
}

/** The evidence does not decide. `because` is empty where nothing points at it. */
export function possible(because: readonly string[], ...wouldDecide: readonly string[]): Weighing {
  return { status: 'possible', because, wouldDecide, doNow: [] };
}
