import type { Report } from '../../checks/report.ts';
import { detailsOf } from './finding-details.ts';
import { findingGroups } from './finding-groups.ts';

/**
 * Every statement of a report as one file of SQL, in an order in which they can be run; what is a decision
 * stands in it as a comment.
 */
export function remediesFile(report: Pick<Report, 'command' | 'target' | 'startedAt' | 'verdicts'>): string {
  const seen = new Set<string>();
  const blocks = findingGroups(report.verdicts.flatMap(({ findings }) => findings)).flatMap(({ findings }) =>
    findings.flatMap((finding) => {
      const sql = finding.remedy.sql.filter((statement) => !seen.has(statement));
      for (const statement of sql) seen.add(statement);
      const choices = detailsOf(finding).choices.flatMap(({ what, sql: statements }) => [
        what,
        ...statements,
      ]);
      if (sql.length + choices.length === 0) return [];
      const head = comment(`${finding.code}: ${finding.subject}`);
      return [[head, ...choices.map((line) => comment(`  ${line}`)), ...sql].join('\n')];
    }),
  );
  const title = comment(
    `qa ${report.command} ${report.target.database ?? report.target.name} ${report.startedAt}\n` +
      'Statements that say CONCURRENTLY run outside a transaction: psql without -1.',
  );
  return `${[title, ...blocks].join('\n\n')}\n`;
}

function comment(text: string): string {
  return text
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map((line) => `-- ${line}`)
    .join('\n');
}
