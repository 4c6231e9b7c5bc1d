import { lastStart, startLog } from '../../../checks/deployment/index.ts';
import type { Report } from '../../../checks/report.ts';

/** How much of which log was read, and how its last start went; nothing where none was read. */
export function startLogLines({ evidence }: Pick<Report, 'evidence'>): string[] {
  const seen = startLog.shape.safeParse(evidence[startLog.name]);
  if (!seen.success) return [];
  const { name, lines, isCut, events } = seen.data;
  const { arrivedAt, failures, loop } = lastStart(events, isCut);
  const went =
    failures.size > 0 || loop > 0
      ? 'the last start failed'
      : arrivedAt === null
        ? 'how the last start went is not told'
        : `the last start came up on line ${arrivedAt}`;
  const read = `${lines} ${lines === 1 ? 'line' : 'lines'}`;
  return [`Read ${isCut ? `the last ${read}` : read} of the log ${name}: ${went}.`];
}
