import { defineProbe } from '../../probe.ts';
import type { DeploymentContext } from './context.ts';
import { waitResultShape, type WaitResult } from '../observation/wait-result.ts';

/** How the wait before this examination went: what was seen then is gone by now, and counts all the same. */
export const waiting = defineProbe({
  name: 'waiting',
  effect: 'read',
  shape: waitResultShape,
  observe: async ({ waited }: DeploymentContext): Promise<WaitResult> => waited,
});
