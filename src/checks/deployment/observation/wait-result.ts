import * as z from 'zod/mini';

export const waitResultShape = z.object({
  /** `hopeless`: a state that no waiting changes; `not-asked`: nobody waited. */
  outcome: z.enum(['not-asked', 'ready', 'timeout', 'hopeless', 'interrupted']),
  reason: z.string(),
  attempts: z.number(),
  milliseconds: z.number(),
  /** How often in a row it had to be ready. */
  consecutive: z.number(),
  /** How often in a row it was, when waiting ended. */
  inARow: z.number(),
  /** How often it was ready and then not any more. */
  relapses: z.number(),
  /** How often it answered and then did not any more. */
  departures: z.number(),
});
export type WaitResult = z.infer<typeof waitResultShape>;

export const notWaited: WaitResult = {
  outcome: 'not-asked',
  reason: 'nobody waited',
  attempts: 0,
  milliseconds: 0,
  consecutive: 0,
  inARow: 0,
  relapses: 0,
  departures: 0,
};

/**
 * A deployment looks like one departure; with more of them, and no readiness in the end, it keeps crashing.
 */
export function restartedRepeatedly({ outcome, departures }: WaitResult): boolean {
  return (outcome === 'timeout' || outcome === 'hopeless') && departures > 1;
}
