import * as z from 'zod/mini';
import { defineProbe, notApplicable, notAsked } from '../../probe.ts';
import type { DeploymentContext } from './context.ts';
import { askOnce } from '../../http/client/ask-once.ts';
import { isLoopback } from '../../http/client/loopback.ts';
import { proxyFor } from '../../http/client/proxy-environment.ts';

const plainAnswer = z.object({
  method: z.enum(['GET', 'POST']),
  url: z.string(),
  /** Null when nobody answered in plain HTTP: as it should be, unless nothing could be seen. */
  status: z.nullable(z.number()),
  location: z.nullable(z.string()),
  /** Why there was no answer: `ECONNREFUSED`, `ETIMEDOUT`. */
  code: z.nullable(z.string()),
});

/**
 * Asks the liveness route without TLS: with GET, and with a POST without a body, which the route does not
 * know and so changes nothing. A client that posts over plain http has already sent its token when the
 * redirect comes.
 */
export const plainHttp = defineProbe({
  name: 'plain-http',
  effect: 'read',
  shape: z.object({ answers: z.array(plainAnswer) }),
  observe: async ({ api, routes, connection, environment, signal }: DeploymentContext) => {
    const url = new URL(routes.liveness, api.origin);
    if (url.protocol === 'http:' && isLoopback(url.hostname)) {
      return notApplicable('a loopback address: nothing leaves this machine');
    }
    const proxy = proxyFor(new URL(`http://${url.host}`), environment);
    if (proxy !== null)
      return notAsked({ with: 'a proxy' }, `plain http would be answered by the proxy ${proxy}`);
    // Next to the default port of https, 80 is the same service's; next to any other port it may be
    // anybody's.
    const plain = `http://${url.hostname}:${url.port || '80'}${url.pathname}`;
    const asked = (['GET', 'POST'] as const).map(async (method) => {
      const { status, location, code } = await askOnce({
        method,
        url: plain,
        headers: withoutSecrets(connection.headers ?? {}),
        timeoutMs: connection.timeoutMs,
        resolve: connection.resolve ?? null,
        ...(connection.pace && { pace: connection.pace }),
        signal,
      });
      return { method, url: plain, status, location, code };
    });
    return { answers: await Promise.all(asked) };
  },
});

/** What opens a door never travels in clear text. */
function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isSecret = (name: string): boolean => /auth|cookie|token|secret|key|password|credential/i.test(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecret(name)));
}
