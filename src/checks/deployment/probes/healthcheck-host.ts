import * as z from 'zod/mini';
import { askOnce } from '../../http/client/ask-once.ts';
import { isLoopback, isPrivate } from '../../http/client/loopback.ts';
import { proxyFor } from '../../http/client/proxy-environment.ts';
import { defineProbe, notAsked, unknown } from '../../probe.ts';
import type { DeploymentContext } from './context.ts';
import { health } from './health.ts';
import { observation } from './observation.ts';

/**
 * The host that Railway's health check asks for (docs.railway.com/deployments/healthchecks, "Healthcheck
 * hostname").
 */
export const healthcheckHost = 'healthcheck.railway.app';

/** How often a refusal is asked for again before it is believed. */
const repeats = 2;

/**
 * Asks the liveness route as Railway's health check does, for its host. Railway asks the container itself;
 * from outside its edge stands between, which knows no application of that name. So only an application that
 * is asked straight can answer.
 */
export const healthcheckHostProbe = defineProbe({
  name: 'healthcheck-host',
  effect: 'read',
  shape: z.object({
    path: z.string(),
    /** Null when no answer came. */
    status: z.nullable(z.number()),
    /** The beginning of the body. */
    text: z.string(),
    code: z.nullable(z.string()),
  }),
  // One more request may be one too many for a server that counts them: it comes last, and only where the
  // route is green.
  needs: { health },
  after: [observation],
  observe: async (
    { api, routes, connection, environment, signal, asksAsRailway }: DeploymentContext,
    given,
  ) => {
    if (!asksAsRailway) return notAsked({ without: '--healthcheck-host' }, 'it was not asked for');
    if (given.health.liveness.answer?.status !== 200)
      return unknown('liveness is not green for its own host either');
    const { hostname } = new URL(api.origin);
    if (!isPrivate(hostname)) {
      return unknown(
        `an edge stands before ${hostname}, which finds the application by its host: ask the ` +
          'container itself, --base-url http://127.0.0.1:PORT',
      );
    }
    const url = api.origin + routes.liveness;
    const proxy = isLoopback(hostname) ? null : proxyFor(new URL(url), environment);
    if (proxy !== null) return unknown(`the proxy ${proxy} would read the host`);
    const ask = () => askOnce({ method: 'GET', url, host: healthcheckHost, ...connection, signal });
    let answer = await ask();
    // An application that is good and bad by turns does not mind the host: only one that refuses it every
    // time does.
    for (let again = 0; again < repeats && answer.status !== null && answer.status !== 200; again += 1)
      answer = await ask();
    return {
      path: routes.liveness,
      status: answer.status,
      text: answer.text.slice(0, 200),
      code: answer.code,
    };
  },
});
