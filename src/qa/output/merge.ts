import type { Finding, Verdict } from '../../checks/finding.ts';
import type { Cleanup, Report } from '../../checks/report.ts';

/** What several runs saw, as if one had. */
export interface Merged {
  readonly verdicts: Verdict[];
  readonly evidence: Record<string, unknown>;
  readonly cleanup: Cleanup;
}

/** One verdict a check, and all evidence by the probe's name. Pure. */
export function merge(reports: readonly Pick<Report, 'verdicts' | 'evidence' | 'cleanup'>[]): Merged {
  const verdicts = new Map<string, Verdict[]>();
  for (const verdict of reports.flatMap((report) => report.verdicts)) {
    verdicts.set(verdict.check, [...(verdicts.get(verdict.check) ?? []), verdict]);
  }
  return {
    verdicts: [...verdicts.values()].map(mergeVerdicts),
    evidence: mergeEvidence(reports.map(({ evidence }) => evidence)),
    cleanup: mergeCleanups(reports.map(({ cleanup }) => cleanup)),
  };
}

/** Found by any is found; unknown to any stays open; clear where one looked and nobody says otherwise. */
function mergeVerdicts(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  if (first === undefined) throw new Error('There is no verdict to merge.');
  if (verdicts.length === 1) return first;
  const findings = new Map<string, Finding>();
  for (const verdict of verdicts) {
    // Where a look saw a host fail in two ways, it says of each subject in which: `origin (dns)`.
    const plain = ({ subject, message }: Finding): string =>
      `${subject.replace(/ \(\w+\)$/, '')}: ${message}`;
    const said = new Set([...findings.values()].map(plain));
    for (const finding of verdict.findings) {
      if (!findings.has(finding.fingerprint) && !said.has(plain(finding)))
        findings.set(finding.fingerprint, finding);
    }
  }
  const status = (['found', 'unknown', 'clear', 'skipped'] as const).find((wanted) =>
    verdicts.some((verdict) => verdict.status === wanted),
  );
  const open = verdicts.filter((verdict) => verdict.status === 'unknown' || verdict.status === 'found');
  const reasons = (status === 'skipped' ? verdicts : open).flatMap(({ reason }) =>
    reason === null ? [] : [reason],
  );
  return {
    check: first.check,
    status: status ?? first.status,
    reason: reasons.length === 0 ? null : [...new Set(reasons)].join('; '),
    findings: [...findings.values()],
  };
}

/** The exchanges of all runs stand in one list, numbered anew where two runs used the same numbers. */
function mergeEvidence(evidences: readonly Report['evidence'][]): Record<string, unknown> {
  const merged: Record<string, unknown> = Object.assign({}, ...evidences);
  const traffics = evidences.flatMap(({ traffic }) => (isTraffic(traffic) ? [traffic] : []));
  if (traffics.length > 1) {
    let next = 0;
    // The last keeps its numbers: its other evidence refers to them.
    const exchanges = traffics.toReversed().flatMap((traffic) => {
      const from = next;
      const renumbered = traffic.exchanges.map((exchange) => ({ ...exchange, id: exchange.id + from }));
      next = Math.max(next, ...renumbered.map(({ id }) => id + 1));
      return renumbered;
    });
    merged['traffic'] = { ...traffics.at(-1), exchanges };
  }
  return merged;
}

interface Traffic {
  readonly exchanges: readonly { readonly id: number }[];
}

function isTraffic(value: unknown): value is Traffic {
  return (
    typeof value === 'object' && value !== null && 'exchanges' in value && Array.isArray(value.exchanges)
  );
}

function mergeCleanups(cleanups: readonly Cleanup[]): Cleanup {
  const status = (['incomplete', 'complete', 'not-needed'] as const).find((wanted) =>
    cleanups.some((cleanup) => cleanup.status === wanted),
  );
  return { status: status ?? 'not-needed', undo: cleanups.flatMap(({ undo }) => undo) };
}
