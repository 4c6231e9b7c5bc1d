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
  /** Findings that the user has accepted before (a baseline): they were judged, and are not told. */
  readonly silenced?: number;
}

/**
 * Whether anything was judged at all. What the user left out, and what does not apply, makes no run green by
 * itself.
 */
export function isJudged({ verdicts, silenced = 0 }: Pick<Ending, 'verdicts' | 'silenced'>): boolean {
  return silenced > 0 || verdicts.some(({ status }) => status === 'clear' || status === 'found');
}

/** Findings that say: whoever asked was not let in. */
const credentialCodes: ReadonlySet<string> = new Set([
  'malformed-token',
  'expired-token',
  'not-a-user-token',
  'credentials-rejected',
]);

const rank: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

/** The first of several exit codes that decides; one that is not ours goes before all. Pure. */
export function worstExitCode(codes: readonly number[]): number {
  const order = [5, 143, 130, 2, 4, 1, 3, 0];
  const place = (code: number): number => order.indexOf(code);
  return codes.toSorted((one, other) => place(one) - place(other))[0] ?? 3;
}

/** The exit code of a run that looked at something. When several apply: 5, 130/143, 4, 1, 3, 0. Pure. */
export function exitCodeOf(ending: Ending): number {
  const { verdicts, cleanup, interrupted, credentialsRefused, failOn } = ending;
  if (cleanup === 'incomplete') return 5;
  if (interrupted !== null) return interrupted;
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  if (credentialsRefused || findings.some(({ code }) => credentialCodes.has(code))) return 4;
  if (failOn !== 'never' && findings.some(({ severity }) => rank[severity] >= rank[failOn])) return 1;
  // A verdict may have found something and still not have seen everything: then its reason says so.
  const unseen = verdicts.some(
    ({ status, reason }) => status === 'unknown' || (status === 'found' && reason !== null),
  );
  return unseen || !isJudged(ending) ? 3 : 0;
}
