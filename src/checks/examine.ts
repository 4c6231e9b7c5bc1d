import { toFindings, unknown, Withheld, type Check, type Judgement } from './check.ts';
import { describeError } from './support/describe-error.ts';
import type { Verdict } from './finding.ts';
import { untilAborted } from './support/until-aborted.ts';
import { CredentialsRefused, type AnyProbe, type ContextOf, type Probe, type RunContext } from './probe.ts';

/** How a probe ended. */
type Outcome =
  | { readonly kind: 'observed'; readonly evidence: unknown }
  | { readonly kind: 'withheld'; readonly withheld: Withheld };

/** Milliseconds, from the beginning of the examination. */
export interface ProbeTiming {
  readonly name: string;
  readonly startedMs: number;
  readonly durationMs: number;
  /** Whether it saw what it looked for. */
  readonly observed: boolean;
}

export interface Examination {
  /**
   * What was observed, by the probe's name. A probe that failed is absent; its reason stands in the verdicts.
   */
  readonly evidence: Record<string, unknown>;
  /** One for each check, in the order given. */
  readonly verdicts: Verdict[];
  /** When each probe that was run looked, in the order of their ends. */
  readonly timings?: readonly ProbeTiming[];
  /** Some probe was turned away because of who asked: a wrong password, not a missing right to one table. */
  readonly credentialsRefused: boolean;
}

export interface Examine<Checks extends readonly Check[], Always extends AnyProbe> {
  /**
   * Or what loads them: the probes of `always` that wait for no other look meanwhile.
   */
  readonly checks: Checks | (() => Promise<Checks>);
  /** Probes that run even when no selected check needs them: what the recorded exchanges are made by. */
  readonly always?: readonly Always[];
  readonly context: RunContext & ContextOf<NeededBy<Checks[number]> | Always>;
}

/**
 * The probes of each check's `needs`; a list of checks is a union, and only what all of its members share
 * could be indexed.
 */
type NeededBy<C extends Check> = C extends C ? C['needs'][keyof C['needs']] : never;

/**
 * Runs every needed probe once, those that do not need each other side by side, then judges.
 * Never throws: what could not be looked at is `unknown`, with the reason.
 */
export async function examine<const Checks extends readonly Check[], Always extends AnyProbe = never>({
  checks,
  always = [],
  context,
}: Examine<Checks, Always>): Promise<Examination> {
  let credentialsRefused = false;
  const begin = performance.now();
  const timings: ProbeTiming[] = [];
  const outcomes = new Map<AnyProbe, Promise<Outcome>>();

  const observe = (probe: AnyProbe): Promise<Outcome> => {
    const known = outcomes.get(probe);
    if (known) return known;
    const outcome = run(probe);
    outcomes.set(probe, outcome);
    return outcome;
  };

  const run = async (probe: AnyProbe): Promise<Outcome> => {
    await Promise.all((probe.after ?? []).filter((earlier) => needed.includes(earlier)).map(observe));
    const given: Record<string, unknown> = {};
    for (const [name, outcome] of await outcomesOf(
      Object.entries(probe.needs as Record<string, AnyProbe>),
      observe,
    )) {
      if (outcome.kind !== 'observed') return outcome;
      given[name] = outcome.evidence;
    }
    const startedMs = performance.now() - begin;
    let observed = false;
    try {
      const looking = probe.observe(context, given);
      // Something that writes is always waited for: it has to undo what it did. So is one that tells how far
      // it got. Both watch the signal themselves. One that only reads what the others recorded asks nobody,
      // and the end of the run is what it is there to tell of.
      const patient = probe.effect === 'write' || probe.givesPartialEvidence || probe.last;
      const seen: unknown = await (patient ? looking : untilAborted(looking, context.signal));
      if (seen instanceof Withheld) return { kind: 'withheld', withheld: seen };
      const evidence: unknown = probe.shape.parse(seen);
      observed = true;
      return { kind: 'observed', evidence };
    } catch (error) {
      if (error instanceof CredentialsRefused) credentialsRefused = true;
      return { kind: 'withheld', withheld: unknown(describeError(error)) };
    } finally {
      const durationMs = performance.now() - begin - startedMs;
      timings.push({ name: probe.name, startedMs, durationMs, observed });
    }
  };

  for (const probe of always.filter(isFree)) void observe(probe);
  const asked = typeof checks === 'function' ? await checks() : checks;
  const needed = closure([...always, ...asked.flatMap((check) => Object.values(check.needs))]);
  await Promise.all(needed.filter((probe) => !probe.last).map(observe));
  await Promise.all(needed.filter((probe) => probe.last).map(observe));

  const verdicts: Verdict[] = [];
  for (const check of asked) {
    verdicts.push(judge(check, await outcomesOf(Object.entries(check.needs), observe)));
  }
  const evidence: Record<string, unknown> = {};
  for (const [probe, outcome] of await outcomesOf(
    needed.map((probe) => [probe, probe] as const),
    observe,
  )) {
    if (outcome.kind === 'observed') evidence[probe.name] = outcome.evidence;
  }
  return { evidence, verdicts, timings, credentialsRefused };
}

/**
 * What this run observed by the probe, as `examine` checked it; null where it could not look. Of a saved
 * report, the probe's `shape` asks the same.
 */
export function observed<Evidence>(
  { evidence }: Examination,
  probe: Pick<Probe<Evidence, never>, 'name' | 'shape'>,
): Evidence | null {
  return (evidence[probe.name] as Evidence | undefined) ?? null;
}

/** One check's verdict on evidence that is already there. Pure. */
function judge(check: Check, given: readonly (readonly [string, Outcome])[]): Verdict {
  const evidence: Record<string, unknown> = {};
  for (const [name, outcome] of given) {
    if (outcome.kind === 'withheld') return verdictOf(check, outcome.withheld);
    evidence[name] = outcome.evidence;
  }
  try {
    return verdictOf(check, check.judge(evidence as never));
  } catch (error) {
    // A judge that fails is our own mistake; saying *clear* would hide it.
    return verdictOf(check, unknown(`this check itself failed: ${describeError(error)}`));
  }
}

/** A judgement as a report has it. */
export function verdictOf(check: Check, judgement: Judgement): Verdict {
  const withheld = judgement instanceof Withheld ? judgement : null;
  const observed = judgement instanceof Withheld ? judgement.observed : judgement;
  const findings = toFindings(check, observed);
  const asked = check.byName === true && withheld?.isChosen === true;
  const unfound = withheld === null ? 'clear' : asked ? 'unknown' : withheld.status;
  return {
    check: check.code,
    status: findings.length > 0 ? 'found' : unfound,
    reason: withheld?.reason ?? null,
    findings,
  };
}

/** Whether it waits for no other. */
function isFree({ needs, after, last }: AnyProbe): boolean {
  return Object.keys(needs as object).length === 0 && after === undefined && !last;
}

/** The probes and all that they need, each once. */
function closure(probes: readonly AnyProbe[]): AnyProbe[] {
  const seen = new Set<AnyProbe>();
  const visit = (probe: AnyProbe): void => {
    if (seen.has(probe)) return;
    seen.add(probe);
    for (const needed of Object.values(probe.needs as Record<string, AnyProbe>)) visit(needed);
  };
  for (const probe of probes) visit(probe);
  return [...seen];
}

async function outcomesOf<Key>(
  entries: readonly (readonly [Key, AnyProbe])[],
  observe: (probe: AnyProbe) => Promise<Outcome>,
): Promise<(readonly [Key, Outcome])[]> {
  return Promise.all(entries.map(async ([key, probe]) => [key, await observe(probe)] as const));
}
