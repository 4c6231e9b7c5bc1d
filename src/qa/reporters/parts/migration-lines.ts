import { code, summaryOf, versionTable } from '../../../checks/migrations/index.ts';
import type { Report } from '../../../checks/report.ts';

/** At which revisions database and code are; nothing where a report looked at neither. */
export function migrationLines({ evidence }: Pick<Report, 'evidence'>): string[] {
  const given = code.shape.safeParse(evidence[code.name]);
  const table = versionTable.shape.safeParse(evidence[versionTable.name]);
  if (!given.success && !table.success) return [];
  const summary = summaryOf(given.success ? given.data : null, table.success ? table.data : null);
  return summary === null ? [] : [summary];
}
