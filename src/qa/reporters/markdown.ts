import type { Finding } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { detailsOf } from '../output/finding-details.ts';
import { findingGroups } from '../output/finding-groups.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { latencyLines } from './parts/latency-lines.ts';
import { lockLines } from './parts/lock-lines.ts';
import { sessionLines } from './parts/session-lines.ts';

/**
 * For issues, chats and job summaries: the verdict, a table of findings, what to paste, and what stayed
 * unknown.
 */
export function markdown(report: Report): string {
  const findings = findingGroups(report.verdicts.flatMap((verdict) => verdict.findings)).flatMap(
    (group) => group.findings,
  );
  const unknown = report.verdicts.filter(({ status }) => status === 'unknown');
  const clear = report.verdicts.filter(({ status }) => status === 'clear').length;
  const latency = latencyLines(report);
  const waits = lockLines(report);
  const session = sessionLines(report);
  const place = [report.target.baseUrl, report.target.database]
    .filter((part) => part !== null)
    .map((part) => cell(part));
  const parts = [
    `## qa ${report.command}: exit ${report.exitCode}`,
    [`Target ${cell(report.target.name)}`, ...place, report.startedAt, `${report.durationMs} ms`].join(' · '),
    ...scopeLines(report).map(cell),
    `${findings.length} found, ${unknown.length} unknown, ${clear} clear.`,
    ...(findings.length === 0
      ? []
      : [
          table(
            ['severity', 'code', 'subject', 'what', 'to do'],
            findings.map(({ severity, code, subject, message, remedy }) => [
              severity,
              code,
              subject,
              message,
              remedy.advice,
            ]),
          ),
        ]),
    ...findings.flatMap(({ remedy }) => [
      ...(remedy.sql.length === 0 ? [] : [fence('sql', remedy.sql.join('\n'))]),
      ...(remedy.command === null ? [] : [fence('sh', remedy.command)]),
    ]),
    ...findings.flatMap(details),
    ...(unknown.length === 0
      ? []
      : [
          table(
            ['unknown', 'why'],
            unknown.map(({ check, reason }) => [check, reason ?? '']),
          ),
        ]),
    ...(latency.length === 0 ? [] : [fence('text', latency.join('\n'))]),
    ...(waits.length === 0 ? [] : [fence('text', waits.join('\n'))]),
    ...(session.length === 0 ? [] : [fence('text', session.join('\n'))]),
    ...(report.cleanup.status === 'incomplete'
      ? ['Something of ours is left. To undo it:', fence('sh', report.cleanup.undo.join('\n'))]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
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
