import type { Finding, Observed, Remedy, Severity } from './finding.ts';
import type { EvidenceOf, Probes } from './probe.ts';
import { isWithheld, notApplicable, notAsked, unknown, Withheld } from './withheld.ts';

export { isWithheld, notApplicable, notAsked, unknown, Withheld };
export type { Observed };

/**
 * An empty list says *clear*: the judge saw all that it needed, and nothing was wrong. Whoever cannot answer
 * says {@link unknown}, {@link notAsked} or {@link notApplicable}, as probes do.
 */
export type Judgement = readonly Observed[] | Withheld;

export interface Check<Needs extends Probes = Probes> {
  readonly code: string;
  readonly title: string;
  /** Null for a check that only ever says *unknown*. */
  readonly severity: Severity | null;
  /** What it does to the product and its users. */
  readonly why: string;
  /** What to do, in a sentence or two. */
  readonly remedy: string;
  readonly needs: Needs;
  /** The user asked for it by its code: then what their other options leave out is unknown, not skipped. */
  readonly byName?: boolean;
  /** Pure and total. A method, so that checks of different needs fit in one list. */
  judge(evidence: EvidenceOf<Needs>): Judgement;
  /** Evidence on which the check says *clear*, and evidence on which it finds something: its first test. */
  readonly examples: { readonly healthy: EvidenceOf<Needs>; readonly broken: EvidenceOf<Needs> };
}

/** Defines a check; `judge` and `examples` are typed by the probes in `needs`. */
export function defineCheck<const Needs extends Probes>(check: Check<Needs>): Check<Needs> {
  return check;
}

/** Completes what a judge observed into findings. No two of them share a fingerprint, whatever it names. */
export function toFindings(check: Check, observed: readonly Observed[]): Finding[] {
  const findings = observed.map((each) => toFinding(check, each));
  // Nearly always: of ten thousand findings no fingerprint has then to be looked up.
  if (new Set(findings.map(({ subject }) => subject)).size === findings.length) return findings;
  const taken = new Set<string>();
  return findings.map((finding) => {
    let { fingerprint } = finding;
    for (let time = 2; taken.has(fingerprint); time += 1) fingerprint = `${finding.fingerprint} (${time})`;
    taken.add(fingerprint);
    return fingerprint === finding.fingerprint ? finding : { ...finding, fingerprint };
  });
}

/** Completes one of them. */
export function toFinding(check: Check, observed: Observed): Finding {
  const severity = observed.severity ?? check.severity;
  if (severity === null)
    throw new Error(`The check ${check.code} has no severity, so it cannot find anything.`);
  const remedy: Remedy = {
    advice: observed.advice ?? check.remedy,
    sql: observed.sql === undefined ? [] : [...observed.sql],
    command: observed.command ?? null,
  };
  return {
    code: check.code,
    severity,
    subject: observed.subject,
    message: observed.message,
    // Not a copy: copying the facts of ten thousand findings takes longer than finding them.
    facts: observed.facts ?? {},
    remedy,
    fingerprint: [check.code, observed.subject].join(':'),
  };
}
