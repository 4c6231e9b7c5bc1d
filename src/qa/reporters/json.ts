import type { Report } from '../../checks/index.ts';

/** The report itself, schema 1. */
export function json(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
