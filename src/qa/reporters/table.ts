import Table from 'cli-table3';
import { severities, type Finding, type Severity, worstFirst } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { findingGroups } from '../output/finding-groups.ts';
import { headline, told } from '../output/summary.ts';
import { diagnosisLines } from './parts/diagnosis-text.ts';
import { exchangesOf } from './parts/exchanges.ts';
import { latencyLines } from './parts/latency-lines.ts';
import { lockLines } from './parts/lock-lines.ts';
import { migrationLines } from './parts/migration-lines.ts';
import { sessionLines } from './parts/session-lines.ts';
import { proven, scopeLines } from '../output/scope-lines.ts';
import { decisions, next } from './parts/to-do-lines.ts';
import { startLogLines } from './parts/start-log-lines.ts';
import type { ReportStyle } from './reporter.ts';

/**
 * For people: findings, the worst first, then what to paste, what stayed unknown, and the verdict as the last
 * line.
 */
export function table(report: Report, style: ReportStyle): string {
  const groups = told(report);
  const all = groups.flatMap(({ findings }) => findings);
  const own = groups.flatMap((each) => (each.cause === null ? each.findings : []));
  // What a cause explains is folded under it, and beside a cause what is no error in one line; --verbose unfolds.
  const isNamed = report.diagnosis?.status === 'caused';
  const findings = style.verbose
    ? all.toSorted(worstFirst)
    : own.filter(({ severity }) => !isNamed || severity === 'error');
  const beside = new Set(
    style.verbose ? [] : own.filter((each) => !findings.includes(each)).map(({ code }) => code),
  );
  const open = report.verdicts.filter(
    ({ reason, status }) => reason !== null && (style.verbose || status !== 'skipped'),
  );
  const parts = [
    coloured(
      `${report.exitCode === 0 ? '✔' : '✖'} ${headline(report)}`,
      report.exitCode === 0 ? 32 : 31,
      style,
    ),
    ['qa ' + report.command, report.target.name, report.target.baseUrl, report.target.database]
      .filter(Boolean)
      .join(' · '),
    ...diagnosisLines(report, style.columns),
    ...scopeLines(report, style.verbose).map((line) => wrap(line, Math.max(style.columns, 80))),
    ...(findings.length > 0 ? [tableOf(findings, style)] : []),
    ...(beside.size > 0 ? [`beside it     ${[...beside].join(', ')} (--verbose tells them)`] : []),
    ...next(report.command, findings, style),
    ...decisions(findings, style),
    ...(style.showCurl ? curlLines(report) : []),
    ...latencyLines(report),
    ...startLogLines(report),
    ...migrationLines(report),
    ...apart(lockLines(report)),
    ...apart(sessionLines(report)),
    ...reasons(open),
    ...(style.verbose
      ? report.verdicts.filter(({ status }) => status === 'clear').map(({ check }) => `✔ ${check}`)
      : []),
    ...(report.cleanup.status === 'incomplete'
      ? ['Something of ours is left. To undo it:', ...report.cleanup.undo]
      : []),
  ];
  return `${parts.join('\n')}\n${verdict(report, all, style)}\n`;
}

/** A picture of several lines stands by itself. */
function apart(lines: readonly string[]): readonly string[] {
  return lines.length > 1 ? ['', ...lines, ''] : lines;
}

/** ANSI colours of the terminal's own palette. */
const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36 };

function coloured(text: string, colour: number, style: ReportStyle): string {
  return style.colour ? `\u001b[${colour}m${text}\u001b[39m` : text;
}

/** Up to so many findings are all shown. */
const mostShown = 20;
/** Of more, so many of each code: the most with which the table stays as short as this. */
const shownOfOne = [5, 3, 2, 1];
const tallestTable = 65;

function tableOf(findings: readonly Finding[], style: ReportStyle): string {
  if (style.verbose || findings.length <= mostShown) return tableWith(findings, Infinity, style);
  let fits = '';
  for (const most of shownOfOne) {
    fits = tableWith(findings, most, style);
    if (fits.split('\n').length <= tallestTable) break;
  }
  return fits;
}

/** One row a check, in the order of the findings; its advice once, for all that it found. */
function tableWith(findings: readonly Finding[], most: number, style: ReportStyle): string {
  const left = 26;
  const right = Math.max(style.columns, 80) - left - 3;
  const cells = findingGroups(findings).flatMap(({ code, findings: [first, ...others] }) => {
    if (first === undefined) return [];
    // One more takes no more room than to say so.
    const all = [first, ...others];
    const shown = all.length <= most + 1 ? all : all.slice(0, most);
    const lines = shown.map(({ severity, subject, message }) => {
      const text = message.includes(subject) ? message : `${subject}: ${message}`;
      return severity === first.severity ? text : `${severity}: ${text}`;
    });
    const more = others.length + 1 - shown.length;
    const advice = [...new Set(shown.map(({ remedy }) => `→ ${remedy.advice}`))];
    const count = others.length === 0 ? '' : `\n${others.length + 1} findings`;
    return [
      [
        `${coloured(first.severity, colours[first.severity], style)}\n${wrap(code, left - 2)}${count}`,
        [
          ...lines.map((line) => (others.length === 0 ? wrap(line, right - 2) : listed(line, right - 2))),
          ...(more > 0 ? [`${more} more: --verbose`] : []),
          ...advice.slice(0, most === Infinity ? advice.length : 1).map((line) => wrap(line, right - 2)),
        ].join('\n'),
      ] as const,
    ];
  });
  return cells
    .map((pair, index) =>
      boxed(pair, { widths: [left, right], isFirst: index === 0, isLast: index === cells.length - 1 }),
    )
    .join('\n');
}

const noLine = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const between = { 'top-left': '├', 'top-mid': '┼', 'top-right': '┤' };
const noBottom = { bottom: '', 'bottom-left': '', 'bottom-mid': '', 'bottom-right': '' };

/**
 * One row of the grid, a line a row of cli-table3: it measures a cell of several lines over again for each
 * character and line of it, which takes minutes for what a hostile server may say.
 */
function boxed(
  pair: readonly [string, string],
  {
    widths,
    isFirst,
    isLast,
  }: { readonly widths: number[]; readonly isFirst: boolean; readonly isLast: boolean },
): string {
  const [one, other] = [pair[0].split('\n'), pair[1].split('\n')];
  const grid = new Table({
    colWidths: widths,
    style: { head: [], border: [] },
    chars: { ...noLine, ...(!isFirst && between), ...(!isLast && noBottom) },
  });
  for (let line = 0; line < Math.max(one.length, other.length); line += 1)
    grid.push([one[line] ?? '', other[line] ?? '']);
  return grid.toString();
}

/** One of several, so that an eye finds where the next begins. */
function listed(text: string, width: number): string {
  return wrap(text, width - 2)
    .split('\n')
    .map((line, index) => `${index === 0 ? '•' : ' '} ${line}`)
    .join('\n');
}

/** What was not judged, and why: checks that share a reason share a line. */
function reasons(verdicts: Report['verdicts']): string[] {
  const checks = new Map<string, string[]>();
  for (const { check, status, reason } of verdicts) {
    const key = `${status === 'skipped' ? '-' : '?'}\n${reason}`;
    checks.set(key, [...(checks.get(key) ?? []), check]);
  }
  return [...checks].map(([key, codes]) => {
    const [mark, ...reason] = key.split('\n');
    return `${mark} ${codes.join(', ')}: ${reason.join(' ')}`;
  });
}

/** Requests without a good answer, as lines that can be pasted. */
function curlLines(report: Report): string[] {
  const failing = exchangesOf(report).filter(({ answer }) => answer === null || answer.status >= 400);
  return failing.flatMap(({ step, answer, failure, curl }) => [
    '',
    `# ${step}: ${answer?.status ?? failure?.layer ?? 'no answer'}`,
    curl,
  ]);
}

function verdict(report: Report, findings: readonly Finding[], style: ReportStyle): string {
  const { verdicts, durationMs, exitCode } = report;
  const proved = proven(report);
  const count = (status: string): number => verdicts.filter((each) => each.status === status).length;
  const counts = [
    ...severities.map(
      (severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const,
    ),
    ...(['unknown', 'skipped'] as const).map((status) => [count(status), status] as const),
  ].filter(([number]) => number > 0);
  const plural = (number: number, word: string): string =>
    number > 1 && (word === 'error' || word === 'warning') ? `${word}s` : word;
  const words = [
    ...counts.map(([number, word]) => `${number} ${plural(number, word)}`),
    `${count('clear')} clear`,
  ].join(', ');
  return coloured(
    `${exitCode === 0 ? '✔' : '✖'} ${words}${proved === null ? '' : `: ${proved},`} in ${durationMs} ms (exit ${exitCode})`,
    exitCode === 0 ? 32 : 31,
    style,
  );
}

/**
 * Breaks at spaces; a word longer than a line is broken where it must be, never cut: names have to be read
 * whole.
 */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      let rest = word;
      if (line !== '' && line.length + 1 + rest.length > width) {
        lines.push(line);
        line = '';
      }
      while (rest.length > width) {
        lines.push(rest.slice(0, width));
        rest = rest.slice(width);
      }
      line = line === '' ? rest : `${line} ${rest}`;
    }
    lines.push(line);
  }
  return lines.join('\n');
}
