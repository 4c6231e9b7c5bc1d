import * as z from 'zod/mini';
import type { Exchange } from '../../http/exchange/exchange.ts';

/**
 * What the pool's route says. `overflow` is negative while the pool is not full, so it is never part of a
 * share (SQLAlchemy's QueuePool).
 */
export const poolShape = z.object({
  status: z.optional(z.string()),
  checked_out: z.number(),
  capacity: z.number().check(z.positive()),
});

/** From this share on the pool counts as well used. */
export const wellUsed = 0.75;

/**
 * The share of connections that are in use, 1 where the pool calls itself saturated; null where it says none.
 */
export function poolUse({ answer }: Pick<Exchange, 'answer'>): number | null {
  const json = answer?.body.json;
  if (z.object({ status: z.literal('saturated') }).safeParse(json).success) return 1;
  const { success, data } = poolShape.safeParse(json);
  return success ? data.checked_out / data.capacity : null;
}
