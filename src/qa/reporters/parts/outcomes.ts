import { severities, type Finding, type Verdict } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { headline } from '../../output/summary.ts';

/** What a program that decides builds is told of one check. */
export interface Outcome {
  readonly name: string;
  /** `passed` may hold findings too: those that are milder than what fails the run. */
  readonly result: 'passed' | 'failed' | 'unknown' | 'skipped';
  readonly status: Verdict['status'];
  readonly reason: string | null;
  readonly findings: readonly Finding[];
}

/**
 * The checks as outcomes that fail exactly where the exit code does: what is milder than `--fail-on` passes,
 * and what no check says (a clean-up that is incomplete, an interruption) is an outcome of its own.
 */
export function outcomesOf(report: Report): Outcome[] {
  const outcomes = report.verdicts.map((verdict): Outcome => {
    const { check, status, reason, findings } = verdict;
    return { name: check, result: resultOf(verdict, report), status, reason, findings };
  });
  const hasFailed = outcomes.some(({ result }) => result === 'failed' || result === 'unknown');
  if (report.exitCode === 0 || hasFailed) return outcomes;
  const run = { name: 'run', result: 'unknown', status: 'unknown', findings: [] } as const;
  return [...outcomes, { ...run, reason: headline(report) }];
}

function resultOf({ status, reason, findings }: Verdict, report: Report): Outcome['result'] {
  if (status === 'clear') return 'passed';
  if (status !== 'found') return status;
  if (findings.some((finding) => isFailing(finding, report))) return 'failed';
  return reason === null ? 'passed' : 'unknown';
}

function isFailing({ severity }: Finding, { failOn = 'error', exitCode }: Report): boolean {
  // Refused credentials end a run whatever is asked for; a run that passed has let everything pass.
  if (exitCode === 4) return severity === 'error';
  if (exitCode === 0 || failOn === 'never') return false;
  return severities.indexOf(severity) <= severities.indexOf(failOn);
}
