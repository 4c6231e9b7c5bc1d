import { traffic, type Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';

/** Every request of a run, in the order of sending; none where the run, or a saved report, holds none. */
export function exchangesOf({ evidence }: Pick<Report, 'evidence'>): readonly Exchange[] {
  const seen = traffic.shape.safeParse(evidence[traffic.name]);
  return seen.success ? seen.data.exchanges : [];
}
