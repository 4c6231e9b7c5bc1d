import type { Report } from '../../checks/report.ts';

/** What the place that shows a report can show, and how much is wanted. */
export interface ReportStyle {
  readonly columns: number;
  readonly colour: boolean;
  readonly verbose: boolean;
  /** Show failing requests as curl lines. */
  readonly showCurl: boolean;
  /** Only signs that every terminal has. */
  readonly ascii?: boolean;
  /** The file that holds all SQL of this run; absent where none was asked for. */
  readonly remedies?: string | null;
  /** The page that says more of each code, behind `#`; absent where links cannot be shown. */
  readonly links?: string | null;
}

/**
 * The whole text, or its pieces in order, which end between two items: what grows with a database is never
 * one string. One that loads what only some reports need is waited for.
 */
export type Reporter = (report: Report, style: ReportStyle) => string | Iterable<string> | Promise<string>;
