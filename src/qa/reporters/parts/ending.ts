import type { Report } from '../../../checks/report.ts';
import { counted, headline, interruptedHow, verdictName } from '../../output/summary.ts';
import type { Page } from './page.ts';

/** What a run left of its own, as commands that undo it; none where nothing is left. */
export function undoLines({ cleanup }: Pick<Report, 'cleanup'>): string[] {
  return cleanup.status === 'incomplete' ? ['Something of ours is left. To undo it:', ...cleanup.undo] : [];
}

/**
 * The last line: the verdict again, with counts and the time. Where the sentence is too long, by its name.
 */
export function ending(report: Report, page: Page): string[] {
  const { durationMs, exitCode } = report;
  const mark = exitCode === 0 ? '✔' : '✖';
  const counts = `${countsOf(report)} in ${durationMs} ms (exit ${exitCode})`;
  const sentence = headline(report).replace(/[.:]+$/, '');
  const repeated = `${mark} ${sentence}: ${counts}`;
  // What a clear run proved stands in its sentence already.
  const clear = `${mark} ${sentence} (${countsOf(report)}) in ${durationMs} ms (exit ${exitCode})`;
  const name = verdictName(report);
  const short = `${mark} ${name === null ? '' : `${name}: `}${counts}`;
  const line = isInterrupted(report)
    ? // Whatever was found before, whoever stopped the run wants to know whether something is left.
      `${mark} ${interruptedHow(report)}: ${name === null ? '' : `${name}, `}${counts}`
    : exitCode === 0 && sentence.startsWith('All clear')
      ? clear
      : repeated.length <= page.width && !repeated.includes('\n')
        ? repeated
        : short;
  return page.prose(line, 0, 2).map((part) => page.ink(exitCode === 0 ? 'green' : 'red', part));
}

function isInterrupted({ exitCode }: Report): boolean {
  return exitCode === 130 || exitCode === 143;
}

/** Findings by severity, then checks by what they say: `1 error, 2 unknown, 5 clear`. */
function countsOf(report: Report): string {
  const of = (status: 'unknown' | 'skipped' | 'clear'): number =>
    report.verdicts.filter((verdict) => verdict.status === status).length;
  const open = (['unknown', 'skipped'] as const).filter((status) => of(status) > 0);
  const checks = [...open, 'clear' as const].map((status) => `${of(status)} ${status}`);
  return [counted(report), ...checks].filter((part) => part !== '').join(', ');
}
