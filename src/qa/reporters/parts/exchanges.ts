import * as z from 'zod/mini';
import { exchangeShape, type Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';

/**
 * What is read of the probe's evidence: not the probe itself, which would bring the client that it sends
 * with.
 */
const heldShape = z.object({ traffic: z.object({ exchanges: z.array(exchangeShape) }) });

/** Every request of a run, in the order of sending; none where the run, or a saved report, holds none. */
export function exchangesOf({ evidence }: Pick<Report, 'evidence'>): readonly Exchange[] {
  const seen = heldShape.safeParse(evidence);
  return seen.success ? seen.data.traffic.exchanges : [];
}
