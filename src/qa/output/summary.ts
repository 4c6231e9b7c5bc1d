import { severities, worstFirst, type Finding, type Severity } from '../../checks/finding.ts';
import type { Hypothesis, Report } from '../../checks/report.ts';
import { groupBy } from '../../checks/support/group-by.ts';
import { proven } from './scope-lines.ts';

/** Findings that are told together: those that one cause explains, or those that no cause does. */
export interface Told {
  /** Null for findings that stand for themselves. */
  readonly cause: Hypothesis | null;
  /** The worst first. */
  readonly findings: readonly Finding[];
}

/**
 * The findings of a report, folded under the causes that explain them, the named cause first; then the
 * others.
 */
export function told({ verdicts, diagnosis }: Report): Told[] {
  const rest = new Set(verdicts.flatMap(({ findings }) => findings).toSorted(worstFirst));
  const caused = (diagnosis?.hypotheses ?? [])
    .filter(({ status }) => status === 'confirmed')
    .map((cause): Told => {
      const own = [...rest].filter(({ fingerprint }) => cause.explains.includes(fingerprint));
      for (const finding of own) rest.delete(finding);
      return { cause, findings: own };
    });
  return rest.size === 0 ? caused : [...caused, { cause: null, findings: [...rest] }];
}

/** The run in one sentence: the cause where one is named, else the worst finding, else how it ended. */
export function headline(report: Report): string {
  const { exitCode, diagnosis, verdicts } = report;
  if (exitCode === 5) return 'Something of ours is left behind';
  const cause = diagnosis?.hypotheses.find(({ status }) => status === 'confirmed');
  if (cause !== undefined) return cause.title || cause.cause;
  const [worst] = verdicts.flatMap(({ findings }) => findings).toSorted(worstFirst);
  // Where something stayed open (3), a warning is not what the run ended with.
  const isWorst = exitCode !== 0 && exitCode !== 3;
  if (worst !== undefined && (isWorst || worst.severity === 'error')) return worst.message;
  switch (exitCode) {
    case 130:
    case 143:
      return interruptedHow(report);
    case 4:
      return 'The credentials were refused';
    case 2:
      return 'Not looked at: what was asked for is mistaken';
    case 3:
      return undecided(report);
    default:
      return worst === undefined ? allClear(report) : `Passed, with ${counted(report)}: ${worst.message}`;
  }
}

/** What an interrupt has left: nothing, where the clean-up is not told to be incomplete. */
export function interruptedHow({ cleanup }: Pick<Report, 'cleanup'>): string {
  return cleanup.status === 'complete' ? 'Interrupted; cleaned up' : 'Interrupted; nothing to clean up';
}

/** A green run says what it proved. */
function allClear(report: Report): string {
  const clear = report.verdicts.filter(({ status }) => status === 'clear').length;
  const proved = proven(report) ?? (clear === 0 ? null : `${clear} ${clear === 1 ? 'check' : 'checks'}`);
  return proved === null ? 'All clear' : `All clear: ${proved}`;
}

/** The reason that left most checks open. */
function undecided({ verdicts }: Report): string {
  const reasons = verdicts.flatMap(({ status, reason }) =>
    reason === null || status === 'skipped' ? [] : [reason],
  );
  const [most] = [...groupBy(reasons, (reason) => reason)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  );
  return most === undefined ? 'Undecided: nothing was judged' : `Undecided: ${most[0]}`;
}

/**
 * The verdict in a word or two: the cause's code, or the worst finding's code and subject; null for neither.
 */
export function verdictName({ diagnosis, verdicts, exitCode }: Report): string | null {
  if (exitCode === 0) return null;
  const cause = diagnosis?.hypotheses.find(({ status }) => status === 'confirmed');
  if (cause !== undefined) return cause.cause;
  const [worst] = verdicts.flatMap(({ findings }) => findings).toSorted(worstFirst);
  if (worst === undefined || (exitCode === 3 && worst.severity !== 'error'))
    return exitCode === 3 ? 'Undecided' : null;
  return worst.subject.length > 40 ? worst.code : `${worst.code} (${worst.subject})`;
}

/** What was found by severity, the worst first, in words: `8 errors, 1 warning`; empty where nothing was. */
export function counted({ verdicts }: Pick<Report, 'verdicts'>): string {
  const findings = verdicts.flatMap((each) => each.findings);
  return severities
    .map((severity): [number, Severity] => [
      findings.filter((finding) => finding.severity === severity).length,
      severity,
    ])
    .filter(([number]) => number > 0)
    .map(
      ([number, severity]) => `${number} ${number === 1 || severity === 'info' ? severity : `${severity}s`}`,
    )
    .join(', ');
}
