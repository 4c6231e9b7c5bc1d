import type { Fault } from '../patient.ts';

const wordings: Readonly<Record<string, unknown>> = {
  plain: { detail: 'Not Found' },
  worded: { error: "Cette route n'existe pas dans cette version" },
};

export const missingUnmute: Fault = {
  summary: 'Themes and topics cannot be unmuted: there is no such route.',
  settings: ['plain', 'worded'],
  arrange(_patient, app, setting) {
    app.addHook('onRequest', async (request, reply) => {
      if (/\/unmute-(theme|topic)\//.test(request.url)) return reply.code(404).send(wordings[setting]);
      return undefined;
    });
  },
};
