import type { Fault } from '../patient.ts';

export const redirectedRequest: Fault = {
  summary: 'Writing calls are redirected to plain http on another host.',
  arrange(_patient, app) {
    app.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST') return reply.redirect(`http://api.example.invalid${request.url}`, 307);
      return undefined;
    });
  },
};
