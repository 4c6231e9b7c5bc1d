import { defineProbe } from '../../probe.ts';
import type { SessionsContext } from './context.ts';
import { firstClient } from './first-client.ts';
import { inForceShape, type InForce } from './read-in-force.ts';

export const inForce = defineProbe({
  name: 'inForce',
  effect: 'read',
  shape: inForceShape,
  observe: async (context: SessionsContext): Promise<InForce> => (await firstClient(context)).inForce,
});
