import * as z from 'zod/mini';
import { Skipped, defineProbe } from '../../probe.ts';
import type { ApiContext } from '../context.ts';
import { exchangeShape } from '../exchange.ts';
import { localNetworkStates, stateOfLocalNetwork } from '../local-network.ts';

const trafficShape = z.object({
  /** In the order of sending; never empty. */
  exchanges: z.array(exchangeShape),
  /** Asked only when nothing was answered at all. */
  localNetwork: z.enum(localNetworkStates),
  /** Milliseconds. */
  warnMs: z.number(),
  failMs: z.number(),
});
export type Traffic = z.infer<typeof trafficShape>;

/** Every exchange of the run, whatever sent it. It asks nothing itself, so it looks after all the others. */
export const traffic = defineProbe({
  name: 'traffic',
  effect: 'read',
  last: true,
  shape: trafficShape,
  observe: async ({ api, thresholds }: ApiContext) => {
    const exchanges = [...api.exchanges];
    if (exchanges.length === 0) throw new Skipped('nothing was sent');
    const answered = exchanges.some(({ answer }) => answer !== null);
    return { exchanges, localNetwork: answered ? 'not-checked' as const : await stateOfLocalNetwork(new URL(api.origin).hostname, exchanges), ...thresholds };
  },
});
