import type { Cause, Weighing } from './cause.ts';
import { causes } from './causes/index.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Verdict } from './finding.ts';
import { observationsOf } from './observations.ts';
import type { Diagnosis, Hypothesis } from './report.ts';

/**
 * Weighs every cause against what was seen, and names one or none: a wrong name is worse than none. Pure. Of
 * several true causes the one that brings the others about stands first, then the one that explains more.
 */
export function diagnose(verdicts: readonly Verdict[], evidence: Evidence): Diagnosis {
  const seen = observationsOf(verdicts, evidence);
  const weighed = causes.map((cause) => ({ cause, weighing: cause.weigh(seen) }));
  const confirmed = rootsFirst(
    weighed.filter(({ weighing }) => weighing.status === 'confirmed').map(({ cause }) => cause),
    seen.findings,
  );
  // A finding belongs to the first cause that explains it.
  const unexplained = new Set(seen.findings);
  const explains = new Map<Cause, string[]>();
  for (const cause of confirmed) {
    const own = [...unexplained].filter((finding) => cause.explains(finding));
    for (const finding of own) unexplained.delete(finding);
    explains.set(
      cause,
      own.map(({ fingerprint }) => fingerprint),
    );
  }
  const others = weighed.filter(({ cause }) => !confirmed.includes(cause));
  const pointedAt = others.filter(
    ({ weighing }) => weighing.status === 'possible' && weighing.because.length > 0,
  );
  const notLookedAt = others.filter(
    ({ weighing }) => weighing.status === 'possible' && weighing.because.length === 0,
  );
  const excluded = others.filter(({ weighing }) => weighing.status === 'excluded');
  const ordered = [
    ...confirmed.map((cause) => ({ cause, weighing: weighingOf(weighed, cause) })),
    ...pointedAt,
    ...notLookedAt,
    ...excluded,
  ];
  const [first] = confirmed;
  return {
    status:
      first !== undefined
        ? 'caused'
        : isHealthy(verdicts) && pointedAt.length === 0
          ? 'healthy'
          : 'inconclusive',
    cause: first?.code ?? null,
    hypotheses: ordered.map(({ cause, weighing }): Hypothesis =>
      hypothesis(cause, weighing, explains.get(cause) ?? []),
    ),
  };
}

/**
 * Something was judged, nothing stayed open, and nothing is wrong. Warnings are worth reading, and no
 * failure.
 */
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

function weighingOf(weighed: readonly { cause: Cause; weighing: Weighing }[], cause: Cause): Weighing {
  const found = weighed.find((each) => each.cause === cause);
  if (found === undefined) throw new Error(`The cause ${cause.code} was not weighed.`);
  return found.weighing;
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

/**
 * What brings about before what is brought about; else by how much each explains, then as in the catalogue.
 */
function rootsFirst(confirmed: readonly Cause[], findings: readonly Finding[]): Cause[] {
  const weight = (cause: Cause): number => findings.filter((finding) => cause.explains(finding)).length;
  const rest = [...confirmed].sort((a, b) => weight(b) - weight(a));
  const ordered: Cause[] = [];
  while (rest.length > 0) {
    const root = rest.find(
      (cause) => !rest.some((other) => other !== cause && leads(other, cause, confirmed)),
    );
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
