import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { DeploymentContext } from '../context.ts';

export const waitedShape = z.object({
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
export type Waited = z.infer<typeof waitedShape>;

export const notWaited: Waited = {
  outcome: 'not-asked', reason: 'nobody waited', attempts: 0, milliseconds: 0, consecutive: 0, inARow: 0, relapses: 0, departures: 0,
};

/** How the wait before this examination went: what was seen then is gone by now, and counts all the same. */
export const waiting = defineProbe({
  name: 'waiting',
  effect: 'read',
  shape: waitedShape,
  observe: async ({ waited }: DeploymentContext): Promise<Waited> => waited,
});

/** A deployment looks like one departure; with more of them, and no readiness in the end, it keeps crashing. */
export function keptRestarting({ outcome, departures }: Waited): boolean {
  return (outcome === 'timeout' || outcome === 'hopeless') && departures > 1;
}
