import type { Fault } from '../patient.ts';

export const missingUnmute: Fault = {
  summary: 'Themes and topics cannot be unmuted.',
  arrange(_patient, app) {
    app.addHook('onRequest', async (request, reply) => {
      if (/\/unmute-(theme|topic)\//.test(request.url)) return reply.code(404).send({ detail: 'Not Found' });
      return undefined;
    });
  },
};
