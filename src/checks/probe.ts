import type * as z from 'zod/mini';
import { notApplicable, notAsked, unknown, Withheld } from './withheld.ts';

export { notApplicable, notAsked, unknown, Withheld };

/** What every probe is given, whatever it looks at. A subject's context extends this one. */
export interface RunContext {
  /** Aborted when the run's deadline passes or the user interrupts. A probe gives up when it fires. */
  readonly signal: AbortSignal;
  /** One short line for a person who waits; never evidence, never required. */
  readonly progress: (line: string) => void;
}

/** Probes by the name under which a check or another probe sees their evidence. */
export type Probes = Readonly<Record<string, AnyProbe>>;

/**
 * Looks at one thing in the world, once, and returns facts: never a judgement.
 *
 * `shape` types the evidence, guards the boundary when the probe returns, and parses a saved report.
 * `needs` are probes whose evidence this one builds on; it runs after them.
 * A probe that cannot answer says why as judges do, by `unknown`, `notAsked` or `notApplicable`; its checks
 * then say the same. What goes wrong on the way may simply throw: that is `unknown`, too.
 */
export interface Probe<
  Evidence,
  Context,
  Needs extends Probes = Probes,
  Seen extends Evidence | Withheld = Evidence | Withheld,
> {
  readonly name: string;
  readonly effect: 'read' | 'write';
  readonly shape: z.ZodMiniType<Evidence>;
  readonly needs: Needs;
  /**
   * True for a probe that reads what the others left behind (the recorded exchanges); it runs after all of
   * them.
   */
  readonly last?: boolean;
  /** True for a probe that gives what it has when the signal fires, and soon: it is not cut off. */
  readonly givesPartialEvidence?: boolean;
  /**
   * Probes that this one waits for where they run too, however they end: a clean-up waits for those that
   * write.
   */
  readonly after?: readonly AnyProbe[];
  readonly observe: (context: Context, given: EvidenceOf<Needs>) => Promise<Seen>;
}

/**
 * Any probe at all: the one place where a probe's own types are forgotten. `EvidenceOf` and `ContextOf` bring
 * them back.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyProbe = Probe<any, any, any>;

/** The evidence of a set of probes, by name. */
export type EvidenceOf<Needs extends Probes> = {
  readonly [Name in keyof Needs]: z.output<Needs[Name]['shape']>;
};

/** The context that a set of probes asks for: everything that any of them, or their needs, asks for. */
export type ContextOf<P extends AnyProbe> = (
  P extends P ? (context: Parameters<P['observe']>[0] & NeededContext<P['needs']>) => void : never
) extends (context: infer All) => void
  ? All
  : never;

type NeededContext<Needs extends Probes> = [keyof Needs] extends [never]
  ? unknown
  : ContextOf<Needs[keyof Needs]>;

interface ProbeDefinition<Evidence, Context, Needs extends Probes, Seen extends Evidence | Withheld> {
  readonly name: string;
  readonly effect: 'read' | 'write';
  readonly shape: z.ZodMiniType<Evidence>;
  readonly needs?: Needs;
  readonly last?: boolean;
  readonly givesPartialEvidence?: boolean;
  readonly after?: readonly AnyProbe[];
  readonly observe: (context: Context, given: EvidenceOf<Needs>) => Promise<Seen>;
}

/** Defines a probe; the types of evidence, context and needs are inferred. */
export function defineProbe<
  Evidence,
  Context extends RunContext,
  const Needs extends Probes = Record<never, never>,
  Seen extends Evidence | Withheld = Evidence | Withheld,
>(definition: ProbeDefinition<Evidence, Context, Needs, Seen>): Probe<Evidence, Context, Needs, Seen> {
  // An absent `needs` is an empty record: the default of the type parameter says the same.
  return { needs: {} as Needs, ...definition };
}

/**
 * Thrown where who asks was turned away (a refused password or token): `unknown`, and the run ends with 4.
 */
export class CredentialsRefused extends Error {
  override readonly name = 'CredentialsRefused';
}
