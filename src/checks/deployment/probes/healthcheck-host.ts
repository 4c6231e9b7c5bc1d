import * as z from 'zod/mini';
import { askOnce } from '../../http/ask-once.ts';
import { isLoopback } from '../../http/loopback.ts';
import { proxyFor } from '../../http/proxy.ts';
import { defineProbe, Skipped } from '../../probe.ts';
import type { DeploymentContext } from '../context.ts';

/** The host that Railway's health check asks for (docs.railway.com/deployments/healthchecks, "Healthcheck hostname"). */
export const healthcheckHost = 'healthcheck.railway.app';

/**
 * Asks the liveness route as Railway's health check does, for its host. Railway asks the container itself; from outside its
 * edge stands between, which knows no application of that name. So only an application that is asked straight can answer.
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
  observe: async ({ api, routes, connection, environment, signal }: DeploymentContext) => {
    const { hostname } = new URL(api.origin);
    if (!isDirect(hostname)) {
      throw new Skipped(`an edge stands before ${hostname}, which finds the application by its host: ask the container itself, --base-url http://127.0.0.1:PORT`);
    }
    const url = api.origin + routes.liveness;
    const proxy = isLoopback(hostname) ? null : proxyFor(new URL(url), environment);
    if (proxy !== null) throw new Skipped(`the proxy ${proxy} would read the host`);
    const { timeoutMs, ca, insecure } = connection;
    const { status, text, code } = await askOnce({ method: 'GET', url, host: healthcheckHost, timeoutMs, ca, insecure, signal });
    return { path: routes.liveness, status, text: text.slice(0, 200), code };
  },
});

/** This machine, or a name or address of a private network (RFC 1918, RFC 4193), Railway's own included. */
function isDirect(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return isLoopback(bare) || /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/.test(bare) || bare.endsWith('.internal') || /^[a-z0-9-]+$/.test(bare);
}
