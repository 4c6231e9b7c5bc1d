import type { Finding } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { groupBy } from '../../checks/support/group-by.ts';
import { curesOf } from '../output/cures.ts';
import { detailsOf } from '../output/finding-details.ts';
import { findingGroups } from '../output/finding-groups.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { headline, told, type Told } from '../output/summary.ts';
import { evidenceLines } from './parts/evidence-lines.ts';
import { sentencesOf } from './parts/finding-text.ts';
import { shownTarget } from './parts/target-line.ts';
import { isOwnCommand } from '../output/own-command.ts';
import { unjudged } from './parts/unjudged-text.ts';

/**
 * For issues, chats and job summaries: the verdict; the cause with what it explains; a row for each further
 * code; what to paste, each once; and what stayed unknown.
 */
export async function markdown(report: Report): Promise<string> {
  const findings = report.verdicts.flatMap((verdict) => verdict.findings);
  const groups = told(report);
  const own = groups.flatMap((group) => (group.cause === null ? group.findings : []));
  const unknown = unjudged(report).filter(({ status }) => status === 'unknown');
  const count = (status: string): number =>
    report.verdicts.filter((verdict) => verdict.status === status).length;
  const { latency, locks: waits, session } = await evidenceLines(report);
  const place = [shownTarget(report.target), report.target.baseUrl, report.target.database]
    .filter((part) => part !== null)
    .map((part, index) => cell(index === 0 && part === report.target.name ? `Target ${part}` : part));
  const counts = `${findings.length} found, ${count('unknown')} unknown, ${count('clear')} clear`;
  const parts = [
    `## ${report.exitCode === 0 ? '✔' : '✖'} ${cell(headline(report))}`,
    [`qa ${report.command}`, ...place, report.startedAt].join(' · '),
    ...groups.flatMap((group) => causeParts(group, report)),
    ...scopeLines(report).map(cell),
    ...(own.length === 0 ? [] : [findingTable(own)]),
    ...pasteable(own),
    ...own.flatMap(details),
    ...(unknown.length === 0
      ? []
      : [
          table(
            ['unknown', 'why'],
            unknown.map(({ checks, reason }) => [checks.join(', '), reason]),
          ),
        ]),
    ...(latency.length === 0 ? [] : [fence('text', latency.join('\n'))]),
    ...(waits.length === 0 ? [] : [fence('text', waits.join('\n'))]),
    ...(session.length === 0 ? [] : [fence('text', session.join('\n'))]),
    ...(report.cleanup.status === 'incomplete'
      ? ['Something of ours is left. To undo it:', fence('sh', report.cleanup.undo.join('\n'))]
      : []),
    `${counts} in ${report.durationMs} ms (exit ${report.exitCode}).`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Why, what it explains, and what to do: the findings themselves are its symptoms, and not told again. */
function causeParts({ cause, findings }: Told, report: Report): string[] {
  if (cause === null) return [];
  const codes = [...groupBy(findings, ({ code }) => code)].map(([code, { length }]) =>
    length === 1 ? code : `${length} × ${code}`,
  );
  const lines = cause.doNow.filter(isOwnCommand);
  const cures = curesOf(cause, report);
  const words = [...cause.doNow.filter((line) => !lines.includes(line)), cause.advice];
  return [
    [
      `Cause: ${cell(cause.title)} (${cause.cause})`,
      ...cause.because.map((line) => `- ${cell(line)}`),
      ...(codes.length === 0 ? [] : [`- it explains ${cell(codes.join(', '))}`]),
      ...words.filter((line) => line !== '').map((line) => `- to do: ${cell(line)}`),
    ].join('\n'),
    ...(lines.length === 0 ? [] : [fence('sh', lines.join('\n'))]),
    ...(cures.length === 0 ? [] : [fence('sql', cures.join('\n'))]),
  ];
}

function findingTable(findings: readonly Finding[]): string {
  return table(
    ['severity', 'code', 'what', 'to do'],
    findingGroups(findings).flatMap(({ findings: group }) =>
      [...groupBy(group, ({ severity }) => severity)].map(([severity, same]) => [
        severity,
        same[0].code,
        sentencesOf(same, true).join(' '),
        [...new Set(same.map(({ remedy }) => remedy.advice))].join(' '),
      ]),
    ),
  );
}

/** Rows that were found, how to see them, and what there is to choose from. */
function details(finding: Finding): string[] {
  const { query, samples, choices } = detailsOf(finding);
  const parts = [
    ...(samples.length === 0 ? [] : [samples.map((sample) => `- ${cell(sample)}`).join('\n')]),
    ...(query === null ? [] : [fence('sql', query)]),
    ...choices.flatMap(({ what, sql }, place) => [
      `${place + 1}. ${cell(what)}`,
      fence('sql', sql.join('\n')),
    ]),
  ];
  return parts.length === 0 ? [] : [`${cell(finding.code)}: ${cell(finding.subject)}`, ...parts];
}

/** Every statement and command once. */
function pasteable(findings: readonly Finding[]): string[] {
  const inOrder = findingGroups(findings).flatMap((group) => group.findings);
  const sql = new Set(inOrder.flatMap(({ remedy }) => remedy.sql));
  const commands = new Set(inOrder.flatMap(({ remedy }) => remedy.command ?? []));
  return [
    ...[...sql].map((statement) => fence('sql', statement)),
    ...[...commands].map((command) => fence('sh', command)),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/** Text as it is: no sign of it may open a link, a tag, a cell or a mention. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|&@#~]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** Longer than any fence inside. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
