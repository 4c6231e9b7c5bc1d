import type { Report } from '../../checks/index.ts';

/** What the place that shows a report can show, and how much is wanted. */
export interface ReportStyle {
  readonly columns: number;
  readonly colour: boolean;
  readonly verbose: boolean;
  /** Show failing requests as curl lines. */
  readonly showCurl: boolean;
}

export type Reporter = (report: Report, style: ReportStyle) => string;
