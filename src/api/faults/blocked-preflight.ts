import type { Fault } from '../patient.ts';

export const blockedPreflight: Fault = {
  summary: 'CORS preflights are refused.',
  arrange(_patient, app) {
    app.addHook('onRequest', async (request, reply) => {
      if (request.method === 'OPTIONS')
        return reply.code(400).type('text/plain').send('Disallowed CORS origin');
      return undefined;
    });
  },
};
