import { worstFirst, type Finding } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { toAscii } from '../output/ascii.ts';
import { connectionAdvice } from '../output/connection-advice.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { headline, told } from '../output/summary.ts';
import { diagnosisLines } from './parts/diagnosis-text.ts';
import { ending, undoLines } from './parts/ending.ts';
import { exchangesOf } from './parts/exchanges.ts';
import { evidenceLines } from './parts/evidence-lines.ts';
import { findingLines } from './parts/finding-text.ts';
import { oneScreen } from './parts/one-screen.ts';
import { pageOf, type Page } from './parts/page.ts';
import { targetLine } from './parts/target-line.ts';
import { decisions, next } from './parts/to-do-lines.ts';
import { unjudged, unjudgedLines } from './parts/unjudged-text.ts';
import type { ReportStyle } from './reporter.ts';

/**
 * For people: the verdict; what was looked at; findings, the worst first, then what to paste, what stayed
 * unknown, and the verdict again with its counts as the last line.
 */
export async function table(report: Report, style: ReportStyle): Promise<string> {
  const page = pageOf(style);
  const lines = (style.verbose ? null : notLookedAt(report, page)) ?? (await whole(report, style, page));
  const text = `${lines.join('\n')}\n`;
  return style.ascii ? toAscii(text) : text;
}

async function whole(report: Report, style: ReportStyle, page: Page): Promise<string[]> {
  const groups = told(report);
  const all = groups.flatMap(({ findings }) => findings);
  const own = groups.flatMap((each) => (each.cause === null ? each.findings : []));
  // What a cause explains is folded under it, and beside a cause what is no error in one line; --verbose
  // unfolds.
  const isNamed = report.diagnosis?.status === 'caused';
  if (report.command === 'diagnose' && !style.verbose && pointsAtCauses(report))
    return screen(report, own, page);
  const findings = style.verbose
    ? all.toSorted(worstFirst)
    : own.filter(({ severity }) => !isNamed || severity === 'error');
  // What no command of ours cures is cured by statements, and those stand with what was found.
  const cured = style.verbose
    ? []
    : groups.flatMap((each) => (each.cause?.doNow.length === 0 ? each.findings : []));
  const beside = new Set(
    style.verbose ? [] : own.filter((each) => !findings.includes(each)).map(({ code }) => code),
  );
  const { latency, startLog, migrations, locks, session } = await evidenceLines(report);
  const shown = findingLines(findings, page, style.verbose);
  return [
    ...first(report, page),
    ...page.prose(targetLine(report), 0, 2),
    ...diagnosisLines(report, page.width),
    ...scopeLines(report, style.verbose).flatMap((line) => page.prose(line, 0, 2)),
    ...shown,
    ...(beside.size > 0
      ? page.prose(`beside it     ${[...beside].join(', ')} (--verbose tells them)`, 0, 14)
      : []),
    ...next(report.command, [...cured, ...findings], style),
    ...(await decisions(findings, style)),
    ...(style.showCurl ? curlLines(report) : []),
    ...(shown.length > 0 && !isNamed ? [''] : []),
    ...latency,
    ...startLog.flatMap((line) => page.prose(line, 0, 2)),
    ...migrations.flatMap((line) => page.prose(line, 0, 2)),
    ...apart(locks.flatMap((line, index) => (index === 0 ? folded(line, page) : [line]))),
    ...apart(session.flatMap((line) => folded(line, page))),
    ...unjudgedLines(report, page, style.verbose),
    ...(style.verbose
      ? report.verdicts.filter(({ status }) => status === 'clear').map(({ check }) => `✔ ${check}`)
      : []),
    ...undoLines(report),
    ...ending(report, page),
  ];
}

/**
 * Whether a cause is named, or some are left to choose from: then they are the answer, and not the findings.
 */
function pointsAtCauses({ diagnosis }: Report): boolean {
  return (
    diagnosis?.status === 'caused' ||
    (diagnosis?.status === 'inconclusive' &&
      diagnosis.hypotheses.some(({ status, because }) => status === 'possible' && because.length > 0))
  );
}

/** The answer to "what is wrong": it fits one screen, and --verbose tells the rest. */
function screen(report: Report, own: readonly Finding[], page: Page): string[] {
  const beside = [
    ...new Set(own.map(({ code, severity }) => (severity === 'error' ? `${code} (error)` : code))),
  ];
  const title = report.diagnosis?.status === 'caused' ? 'beside it' : 'found';
  const open = report.verdicts.filter(({ status }) => status === 'unknown').length;
  return oneScreen([
    // A finding's sentence may quote a whole answer: three lines say which it is.
    ...first(report, page, 3),
    ...page.prose(targetLine(report), 0, 2),
    ...diagnosisLines(report, page.width),
    ...scopeLines(report).flatMap((line) => page.prose(line, 0, 2)),
    ...(beside.length > 0
      ? page.prose(`${title.padEnd(14)}${beside.join(', ')} (--verbose tells them)`, 0, 14)
      : []),
    ...(open > 0
      ? [`? ${open} ${open === 1 ? 'check was' : 'checks were'} not judged (--verbose tells why)`]
      : []),
    ...undoLines(report),
    ...ending(report, page),
  ]);
}

function first(report: Report, page: Page, mostLines = Number.POSITIVE_INFINITY): string[] {
  const ok = report.exitCode === 0;
  const lines = page.prose(`${ok ? '✔' : '✖'} ${headline(report)}`, 0, 2);
  return lines
    .slice(0, mostLines)
    .map((line, index) =>
      index + 1 === mostLines && lines.length > mostLines ? `${line.slice(0, page.width - 2)} …` : line,
    )
    .map((line) => page.ink(ok ? 'green' : 'red', line));
}

/** A run that could look at nothing, for one reason, is told in three lines; null for any other. */
function notLookedAt(report: Report, page: Page): string[] | null {
  const { verdicts, exitCode, durationMs, diagnosis } = report;
  const unknown = unjudged(report).filter(({ status }) => status === 'unknown');
  const [only] = unknown.toSorted((a, b) => b.checks.length - a.checks.length);
  const isSeen = verdicts.some(({ status }) => status === 'found' || status === 'clear');
  const advice = only === undefined ? null : connectionAdvice(only.reason);
  if (isSeen || only === undefined || advice === null || diagnosis !== null || ![3, 4].includes(exitCode))
    return null;
  const count = verdicts.length;
  return [
    ...page.prose(`✖ ${only.reason}`, 0, 2).map((line) => page.ink('red', line)),
    ...page.prose(`→ ${advice}`, 0, 2),
    ...page
      .prose(`✖ ${count} ${count === 1 ? 'check' : 'checks'} not run, in ${durationMs} ms (exit ${exitCode})`)
      .map((line) => page.ink('red', line)),
  ];
}

/** A sentence; what is set in already is laid out by columns. */
function folded(line: string, page: Page): string[] {
  return line.startsWith(' ') ? [line] : page.prose(line, 0, 2);
}

/** A picture of several lines stands by itself. */
function apart(lines: readonly string[]): readonly string[] {
  return lines.length > 1 ? ['', ...lines, ''] : lines;
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
