import { defineProbe } from '../../probe.ts';
import { lostOptions } from '../pooler/lost-options.ts';
import { poolerOf, poolerShape, type Pooler } from '../pooler/verdict.ts';
import type { SessionsContext } from './context.ts';
import { rotation, type Rotation } from './rotation.ts';
import { startupOptions, type StartupOptions } from './startup-options.ts';

/** Draws together what the connections showed. */
export function concludePooler(host: string, seen: Rotation, { asked, ways }: StartupOptions): Pooler {
  return poolerOf({
    host,
    applicationName: seen.applicationName.seen,
    served: seen.served,
    transactionRefused: seen.transactionRefused,
    othersFailed: seen.othersFailed,
    heldUp: seen.heldUp,
    refusals: ways.flatMap(({ outcome, message }) =>
      outcome === 'rejected' && message !== null ? [message] : [],
    ),
    optionsDropped: ways.some((way) => lostOptions(asked, way).length > 0),
  });
}

/** Which pooler stands between, and how it shares the server's connections. */
export const pooler = defineProbe({
  name: 'pooler',
  effect: 'read',
  shape: poolerShape,
  needs: { rotation, startupOptions },
  observe: async ({ address }: SessionsContext, given): Promise<Pooler> =>
    concludePooler(address.host, given.rotation, given.startupOptions),
});
