import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { ApiRequest } from '../../http/client/api.ts';
import { exchangeShape, type Exchange } from '../../http/exchange/exchange.ts';
import { defineProbe } from '../../probe.ts';
import type { DeploymentContext } from './context.ts';
import { poolUse, wellUsed } from '../health/pool-use.ts';
import { healthIssues } from '../health/documented-shapes.ts';
import { localNetworkStates, stateOfLocalNetwork } from '../../http/client/local-network.ts';

export const healthShape = z.object({
  liveness: exchangeShape,
  /** Status and body come from this one answer, so they cannot disagree by accident of timing. */
  readiness: exchangeShape,
  pool: exchangeShape,
  classification: exchangeShape,
  canary: exchangeShape,
  canaryIsDefault: z.boolean(),
  /** The canary went with the token of a user's: it was let in where the API lets users in. */
  canaryHadToken: z.boolean(),
  /** `not-checked` when something answered: the network is then up. */
  localNetwork: z.enum(localNetworkStates),
});
export type Health = z.infer<typeof healthShape>;

/** Milliseconds until a pool that is well used is looked at again. */
const pausesMs = [300, 900] as const;

/**
 * Asks the health routes and the canary side by side, each once; only the canary with a token, if there is
 * one. A pool that is well used is asked again: for a moment our own requests may be what fills it.
 */
export const health = defineProbe({
  name: 'health',
  effect: 'read',
  shape: healthShape,
  observe: async ({
    api,
    routes,
    canaryIsDefault,
    named,
    hasToken,
    signal,
  }: DeploymentContext): Promise<Health> => {
    const get = (step: string, path: string, more: Partial<ApiRequest> = {}) =>
      api.send({ step, method: 'GET', path, ...more });
    const askPool = () => get('pool', routes.pool, { issuesOf: healthIssues.pool });
    const [liveness, readiness, firstPool, classification, canary] = await Promise.all([
      get('liveness', routes.liveness, { issuesOf: healthIssues.liveness, named: named.liveness }),
      get('readiness', routes.readiness, { issuesOf: healthIssues.readiness, named: named.readiness }),
      askPool(),
      get('classification', routes.classification),
      get('canary', routes.canary, {
        ...(hasToken && { authorization: 'token' as const }),
        named: !canaryIsDefault,
      }),
    ]);
    const pool = await leastUsed(firstPool, askPool, signal);
    const exchanges = [liveness, readiness, pool, classification, canary];
    const answered = exchanges.some((exchange) => exchange.answer !== null);
    const localNetwork = answered
      ? 'not-checked'
      : await stateOfLocalNetwork(new URL(api.origin).hostname, exchanges);
    return {
      liveness,
      readiness,
      pool,
      classification,
      canary,
      canaryIsDefault,
      canaryHadToken: hasToken,
      localNetwork,
    };
  },
});

/**
 * The answer of the pool in which least is in use, asked again while all answers say that it is well used.
 */
async function leastUsed(
  first: Exchange,
  ask: () => Promise<Exchange>,
  signal: AbortSignal,
): Promise<Exchange> {
  let least = first;
  for (const pauseMs of pausesMs) {
    if ((poolUse(least) ?? 0) < wellUsed || signal.aborted) break;
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    const again = await ask();
    const use = poolUse(again);
    if (use !== null && use < (poolUse(least) ?? 0)) least = again;
  }
  return least;
}
