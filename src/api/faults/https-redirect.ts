import { isProduct } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const httpsRedirect: Fault = {
  summary: 'Everything is redirected to https at the same address, also where the proxy in front had https.',
  arrange(_patient, app) {
    app.addHook('onRequest', async (request, reply) => {
      if (!isProduct(request)) return undefined;
      // As the framework's middleware does it, which believes no X-Forwarded-Proto.
      return reply.redirect(`https://${request.headers.host}${request.url}`, 307);
    });
  },
};
