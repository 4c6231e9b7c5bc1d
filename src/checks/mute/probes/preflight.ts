import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { browserOrigin, preflightRequests, refusedByBrowserRequest } from '../journey/requests.ts';
import { unusedValues } from '../journey/values.ts';
import { requireSound, token } from './token.ts';

const crossOriginShape = z.object({
  step: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.nullable(z.number()),
  /** The page that asked. */
  origin: z.string(),
  allowOrigin: z.nullable(z.string()),
  allowMethods: z.nullable(z.string()),
  allowHeaders: z.nullable(z.string()),
  /** The beginning of the body. */
  text: z.string(),
});
export type CrossOrigin = z.infer<typeof crossOriginShape>;
const preflightShape = z.object({ preflights: z.array(crossOriginShape), refused: crossOriginShape });

/** What a browser is told before it mutes, and whether it may read an error. */
export const preflight = defineProbe({
  name: 'preflight',
  effect: 'read',
  shape: preflightShape,
  needs: { token },
  observe: async (context: MuteContext, given) => {
    requireSound(given.token);
    const { api, ledger, signal } = context;
    const ask = async (request: ReturnType<typeof refusedByBrowserRequest>): Promise<CrossOrigin> => {
      const { answer, request: sent } = await api.send({ ...request, signal });
      const header = (name: string): string | null => answer?.headers[`access-control-allow-${name}`] ?? null;
      return {
        step: request.step,
        method: sent.method,
        path: sent.path,
        status: answer?.status ?? null,
        origin: browserOrigin,
        allowOrigin: header('origin'),
        allowMethods: header('methods'),
        allowHeaders: header('headers'),
        text: answer?.body.text.slice(0, 200) ?? '',
      };
    };
    const [refused, ...preflights] = await Promise.all([
      ask(refusedByBrowserRequest(api)),
      ...preflightRequests(api, unusedValues(ledger.marker)).map(ask),
    ]);
    return { preflights, refused };
  },
});
