import type { Severity, Verdict } from '../checks/finding.ts';
import type { Cleanup } from '../checks/report.ts';
import type { FailOn } from './options/options.ts';

export interface Ending {
  readonly verdicts: readonly Verdict[];
  readonly cleanup: Cleanup['status'];
  /** 130 or 143, or null. */
  readonly interrupted: number | null;
  readonly credentialsRefused: boolean;
  readonly failOn: FailOn;
}

/** Findings that say: whoever asked was not let in. */
const credentialCodes: ReadonlySet<string> = new Set([
  'malformed-token',
  'expired-token',
  'not-a-user-token',
  'credentials-rejected',
]);

const rank: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

/** The exit code of a run that looked at something. When several apply: 5, 130/143, 4, 1, 3, 0. Pure. */
export function exitCodeOf({ verdicts, cleanup, interrupted, credentialsRefused, failOn }: Ending): number {
  if (cleanup === 'incomplete') return 5;
  if (interrupted !== null) return interrupted;
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  if (credentialsRefused || findings.some(({ code }) => credentialCodes.has(code))) return 4;
  if (failOn !== 'never' && findings.some(({ severity }) => rank[severity] >= rank[failOn])) return 1;
  // A verdict may have found something and still not have seen everything: then its reason says so.
  const unseen = verdicts.some(
    ({ status, reason }) => status === 'unknown' || (status === 'found' && reason !== null),
  );
  return unseen ? 3 : 0;
}
