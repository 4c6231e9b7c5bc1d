import type { Cause, CauseStatus, Weighing } from './cause.ts';
import { causes } from './causes/index.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Verdict } from './finding.ts';
import { observationsOf } from './observations.ts';
import type { Diagnosis, Hypothesis } from './report.ts';

interface Weighed {
  readonly cause: Cause;
  readonly weighing: Weighing;
}

/**
 * Weighs every cause against what was seen, and names one or none: a wrong name is worse than none. Pure. Of
 * several true causes the one that brings the others about stands first, then the one that explains more.
 */
export function diagnose(verdicts: readonly Verdict[], evidence: Evidence): Diagnosis {
  const seen = observationsOf(verdicts, evidence);
  const weighed = causes.map((cause): Weighed => ({ cause, weighing: cause.weigh(seen) }));
  const of = (status: CauseStatus): Weighed[] => weighed.filter(({ weighing }) => weighing.status === status);
  const confirmed = rootsFirst(of('confirmed'), seen.findings);
  // A finding belongs to the first cause that explains it.
  const unexplained = new Set(seen.findings);
  const explains = new Map<Cause, string[]>();
  for (const { cause } of confirmed) {
    const own = [...unexplained].filter((finding) => cause.explains(finding));
    for (const finding of own) unexplained.delete(finding);
    explains.set(
      cause,
      own.map(({ fingerprint }) => fingerprint),
    );
  }
  const pointedAt = of('possible').filter(({ weighing }) => weighing.because.length > 0);
  const notLookedAt = of('possible').filter(({ weighing }) => weighing.because.length === 0);
  const ordered = [...confirmed, ...pointedAt, ...notLookedAt, ...of('excluded')];
  const [first] = confirmed;
  return {
    status:
      first !== undefined
        ? 'caused'
        : isHealthy(verdicts) && pointedAt.length === 0
          ? 'healthy'
          : 'inconclusive',
    cause: first?.cause.code ?? null,
    hypotheses: ordered.map(({ cause, weighing }): Hypothesis =>
      hypothesis(cause, weighing, explains.get(cause) ?? []),
    ),
  };
}

/** Something was judged, nothing stayed unknown, and nothing is an error; warnings fail nothing. */
function isHealthy(verdicts: readonly Verdict[]): boolean {
  return (
    verdicts.some(({ status }) => status === 'clear' || status === 'found') &&
    verdicts.every(
      ({ status, findings, reason }) =>
        status !== 'unknown' &&
        (status !== 'found' || reason === null) &&
        findings.every(({ severity }) => severity !== 'error'),
    )
  );
}

function hypothesis(cause: Cause, weighing: Weighing, explains: readonly string[]): Hypothesis {
  return {
    cause: cause.code,
    title: cause.title,
    status: weighing.status,
    because: [...weighing.because],
    wouldDecide: [...weighing.wouldDecide],
    explains: [...explains],
    advice: cause.remedy,
    doNow: [...weighing.doNow],
  };
}

/** A cause before those that it brings about; else by how much each explains, then as in the catalogue. */
function rootsFirst(confirmed: readonly Weighed[], findings: readonly Finding[]): Weighed[] {
  const causesConfirmed = confirmed.map(({ cause }) => cause);
  const explained = ({ cause }: Weighed): number =>
    findings.filter((finding) => cause.explains(finding)).length;
  const rest = confirmed.toSorted((a, b) => explained(b) - explained(a));
  const ordered: Weighed[] = [];
  while (rest.length > 0) {
    const root = rest.find(
      ({ cause }) =>
        !rest.some((other) => other.cause !== cause && leads(other.cause, cause, causesConfirmed)),
    );
    // Causes that lead to each other in a circle have no root.
    const next = root ?? rest[0];
    if (next === undefined) break;
    ordered.push(next);
    rest.splice(rest.indexOf(next), 1);
  }
  return ordered;
}

/** Whether one cause brings the other about, directly or through causes that are confirmed too. */
function leads(from: Cause, to: Cause, confirmed: readonly Cause[], passed: readonly Cause[] = []): boolean {
  const next = confirmed.filter(({ code }) => from.leadsTo?.includes(code));
  return next.some(
    (cause) => cause === to || (!passed.includes(cause) && leads(cause, to, confirmed, [...passed, cause])),
  );
}
