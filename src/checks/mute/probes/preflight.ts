import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { crossOriginRequests } from '../journey/requests.ts';
import { unusedValues } from '../journey/values.ts';
import { requireSound, token } from './token.ts';

const crossOriginShape = z.object({
  step: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.nullable(z.number()),
  /** The page that asked. */
  origin: z.string(),
  /** As sent; twice the header is both values, with a comma between. */
  allowOrigin: z.nullable(z.string()),
  allowCredentials: z.nullable(z.string()),
  allowMethods: z.nullable(z.string()),
  allowHeaders: z.nullable(z.string()),
  /** The beginning of the body. */
  text: z.string(),
});
export type CrossOrigin = z.infer<typeof crossOriginShape>;
const preflightShape = z.object({
  /** The page that was named; null where none was. */
  origin: z.nullable(z.string()),
  /** For a page of no known site, and for the one that was named. */
  asked: z.array(crossOriginShape),
});

/** What a browser is told before it mutes, and whether it may read an error. */
export const preflight = defineProbe({
  name: 'preflight',
  effect: 'read',
  shape: preflightShape,
  needs: { token },
  observe: async (context: MuteContext, given) => {
    requireSound(given.token);
    const { api, ledger, plan, signal } = context;
    const requests = crossOriginRequests(api, unusedValues(ledger.marker), plan.origin);
    const asked = await Promise.all(
      requests.map(async (request): Promise<CrossOrigin> => {
        const { answer, request: sent } = await api.send({ ...request, signal });
        const header = (name: string): string | null =>
          answer?.headers[`access-control-allow-${name}`] ?? null;
        return {
          step: request.step,
          method: sent.method,
          path: sent.path,
          status: answer?.status ?? null,
          origin: request.headers?.['origin'] ?? '',
          allowOrigin: header('origin'),
          allowCredentials: header('credentials'),
          allowMethods: header('methods'),
          allowHeaders: header('headers'),
          text: answer?.body.text.slice(0, 200) ?? '',
        };
      }),
    );
    return { origin: plan.origin, asked };
  },
});
