import type { Report } from '../../checks/report.ts';

/** What the place that shows a report can show, and how much is wanted. */
export interface ReportStyle {
  readonly columns: number;
  readonly colour: boolean;
  readonly verbose: boolean;
  /** Show failing requests as curl lines. */
  readonly showCurl: boolean;
}

/**
 * The whole text, or its pieces in order, which end between two items: what grows with a database is never
 * one string.
 */
export type Reporter = (report: Report, style: ReportStyle) => string | Iterable<string>;
