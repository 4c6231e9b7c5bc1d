import { severities } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { headline, interruptedHow, told, verdictName } from '../../output/summary.ts';
import type { Page } from './page.ts';

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

function countsOf(report: Report): string {
  const findings = told(report).flatMap((group) => group.findings);
  const count = (status: string): number =>
    report.verdicts.filter((verdict) => verdict.status === status).length;
  const counts = [
    ...severities.map(
      (severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const,
    ),
    ...(['unknown', 'skipped'] as const).map((status) => [count(status), status] as const),
  ].filter(([number]) => number > 0);
  const plural = (number: number, word: string): string =>
    number > 1 && (word === 'error' || word === 'warning') ? `${word}s` : word;
  return [
    ...counts.map(([number, word]) => `${number} ${plural(number, word)}`),
    `${count('clear')} clear`,
  ].join(', ');
}
