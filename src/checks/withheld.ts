import type { Observed } from './finding.ts';

/**
 * What a user gives or leaves out on purpose: an option, a variable of the environment, a key of the config.
 * A value of ours would be no choice of theirs.
 */
export type Option =
  | `--${string}`
  | 'RAILWAY_TOKEN'
  | 'a proxy'
  | 'table names'
  | 'foreignKeys in qa.config.json';

/** The choice that leaves something unseen: the option was given, or it was not. */
export type Choice = { readonly with: Option } | { readonly without: Option };

/**
 * The answer of a probe or a judge that cannot answer, or not for every subject. There are three ways to one,
 * and no other: {@link unknown}, {@link notAsked} and {@link notApplicable}.
 */
export class Withheld {
  readonly #why: 'unseen' | 'chosen' | 'not-applicable';
  readonly reason: string;
  /** What was found all the same: the verdict is then `found`, and `reason` says what could not be judged. */
  readonly observed: readonly Observed[];

  /** Only for the three below. */
  constructor(
    why: 'unseen' | 'chosen' | 'not-applicable',
    reason: string,
    observed: readonly Observed[] = [],
  ) {
    this.#why = why;
    this.reason = reason;
    this.observed = observed;
  }

  get status(): 'unknown' | 'skipped' {
    return this.#why === 'unseen' ? 'unknown' : 'skipped';
  }

  /** Left out by the user: no answer to who asks for this very check. */
  get isChosen(): boolean {
    return this.#why === 'chosen';
  }
}

/** Whether an answer is one of those that cannot answer. */
export function isWithheld(answer: unknown): answer is Withheld {
  return answer instanceof Withheld;
}

/**
 * It could not be looked at, or what was seen does not decide: unreachable, refused, timed out, hidden, not
 * in the expected form. Never say *clear* for what was not seen.
 */
export function unknown(reason: string, observed: readonly Observed[] = []): Withheld {
  return new Withheld('unseen', reason, observed);
}

/** The user left it out; the reason names the option, and `says` what follows from it. */
export function notAsked(choice: Choice, says: string, observed: readonly Observed[] = []): Withheld {
  const option = 'with' in choice ? choice.with : choice.without;
  const named = 'with' in choice ? `with ${option}` : `without ${option}`;
  return new Withheld('chosen', says.includes(option) ? says : `${says} (${named})`, observed);
}

/**
 * What was *seen* leaves the question without a subject: plain http has no certificate, an application
 * without a pool route has no pool to judge. It makes no run green by itself. Never for what was not reached:
 * that is {@link unknown}.
 */
export function notApplicable(seen: string): Withheld {
  return new Withheld('not-applicable', seen);
}
