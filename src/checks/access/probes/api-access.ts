import * as z from 'zod/mini';
import type { Api } from '../../http/client/api.ts';
import { exchangeShape } from '../../http/exchange/exchange.ts';
import { readRequest } from '../../mute/journey/requests.ts';
import { defineProbe, type RunContext } from '../../probe.ts';

const apiAccessShape = z.object({
  liveness: exchangeShape,
  /** A read of the user's own lists; null where there is no token that could be sent. */
  signedIn: z.nullable(exchangeShape),
});
export type ApiAccess = z.infer<typeof apiAccessShape>;

export interface ApiAccessContext extends RunContext {
  readonly api: Api;
  /** The path that needs no token, with the prefix. */
  readonly liveness: string;
  /** Whether the API was given a token that is worth sending. */
  readonly hasToken: boolean;
}

/** Whether the API answers, and whom it takes the token for: two reads. */
export const apiAccess = defineProbe({
  name: 'apiAccess',
  effect: 'read',
  shape: apiAccessShape,
  observe: async ({ api, liveness, hasToken }: ApiAccessContext): Promise<ApiAccess> => {
    const [answered, signedIn] = await Promise.all([
      api.send({ step: 'liveness', method: 'GET', path: liveness }),
      hasToken ? api.send(readRequest(api, "read the user's lists")) : null,
    ]);
    return { liveness: answered, signedIn };
  },
});
