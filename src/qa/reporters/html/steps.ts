import { worstFirst, type Finding } from '../../../checks/finding.ts';
import type { Hypothesis, Report } from '../../../checks/report.ts';
import { isOwnCommand } from '../../output/own-command.ts';
import { told } from '../../output/summary.ts';
import type { Paste } from './paste.ts';

/** One thing to do, and what to paste for it. */
export interface Step {
  readonly text: string;
  readonly pastes: readonly Paste[];
}

/** More of a kind are told below, where they belong. */
const most = { causes: 3, findings: 3, commands: 3, unknown: 2, statements: 6 } as const;

/**
 * What to do now, the first thing first: undo what is left of us, cure the named causes, else decide between
 * the possible ones, else follow the worst findings.
 */
export function stepsOf(report: Report): readonly Step[] {
  const { cleanup, diagnosis, exitCode } = report;
  const undo: readonly Step[] =
    cleanup.status === 'incomplete'
      ? [{ text: 'Undo what this run left behind.', pastes: shells([cleanup.undo.join('\n')]) }]
      : [];
  const caused = told(report).flatMap(({ cause, findings }) =>
    cause === null ? [] : [cureOf(cause, findings)],
  );
  if (caused.length > 0) return eachOnce([...undo, ...caused.slice(0, most.causes)]);
  const possible = (diagnosis?.hypotheses ?? []).filter(
    ({ status, because, wouldDecide }) =>
      status === 'possible' && because.length > 0 && wouldDecide.length > 0,
  );
  if (possible.length > 0) return [...undo, decide(possible)];
  const worst = report.verdicts
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity !== 'info')
    .toSorted(worstFirst);
  const advised = [...new Map(worst.toReversed().map((each) => [each.remedy.advice, each])).values()];
  const followed = advised
    .toReversed()
    .slice(0, most.findings)
    .map((finding): Step => ({ text: finding.remedy.advice, pastes: pastesOf([finding]).slice(0, 2) }));
  if (followed.length > 0 || exitCode !== 3) return [...undo, ...followed];
  return [...undo, ...lookAgain(report)];
}

function cureOf(cause: Hypothesis, findings: readonly Finding[]): Step {
  const own = shells(cause.doNow);
  const pastes = own.length > 0 ? own.slice(0, most.commands) : statementsOf(findings);
  return { text: cause.advice || cause.title || cause.cause, pastes };
}

/** What cures the findings of the code that was told first, as one text to paste; the rest stands below. */
function statementsOf(findings: readonly Finding[]): readonly Paste[] {
  const [first] = findings.filter((finding) => pastesOf([finding]).some(isCure));
  const pastes = pastesOf(findings.filter(({ code }) => code === first?.code)).filter(isCure);
  const sql = pastes.filter(({ kind }) => kind === 'SQL').map(({ text }) => text);
  if (sql.length === 0) return pastes.slice(0, most.commands);
  const more = sql.length - most.statements;
  const rest = more > 0 ? [`-- and ${more} more, with the findings below`] : [];
  return [{ kind: 'SQL', text: [...sql.slice(0, most.statements), ...rest].join('\n') }];
}

function decide(possible: readonly Hypothesis[]): Step {
  const names = possible.map(({ title, cause }) => title || cause);
  return {
    text: `Find out which of these it is: ${names.slice(0, most.causes).join('; ')}.`,
    pastes: shells([...new Set(possible.flatMap(({ wouldDecide }) => wouldDecide))].slice(0, most.commands)),
  };
}

/** One statement may cure two causes. */
function eachOnce(steps: readonly Step[]): readonly Step[] {
  const above = new Set<string>();
  return steps.map(({ text, pastes }) => {
    const own = pastes.filter((paste) => !above.has(paste.text));
    for (const paste of own) above.add(paste.text);
    return { text, pastes: own };
  });
}

/** The lines that repeat a request cure nothing. */
function isCure({ kind, text }: Paste): boolean {
  return kind === 'SQL' || isOwnCommand(text);
}

/** What kept the checks from looking, each reason once. */
function lookAgain({ verdicts }: Report): readonly Step[] {
  const reasons = verdicts.flatMap(({ status, reason }) =>
    status === 'unknown' && reason !== null ? [reason] : [],
  );
  return [...new Set(reasons)]
    .slice(0, most.unknown)
    .map((reason) => ({ text: `Take away what kept the checks from looking: ${reason}`, pastes: [] }));
}

/** The statements and our own commands of findings; the lines that repeat a request stand with each. */
export function pastesOf(findings: readonly Finding[]): readonly Paste[] {
  const sql = [...new Set(findings.flatMap(({ remedy }) => remedy.sql))];
  const commands = [...new Set(findings.flatMap(({ remedy }) => remedy.command ?? []))];
  return [...sql.map((text): Paste => ({ kind: 'SQL', text })), ...shells(commands)];
}

function shells(lines: readonly string[]): readonly Paste[] {
  return lines.map((text) => ({ kind: 'Shell', text }));
}
