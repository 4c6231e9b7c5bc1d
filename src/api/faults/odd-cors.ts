import type { Fault } from '../patient.ts';

export const oddCors: Fault = {
  summary: 'The CORS headers are sent twice, or the preflight allows other methods than are used.',
  settings: ['twice', 'methods'],
  arrange(_patient, app, setting) {
    app.addHook('onSend', async ({ headers: { origin }, method }, reply, payload) => {
      if (origin === undefined || !reply.hasHeader('access-control-allow-origin')) return payload;
      if (setting === 'twice') {
        // As two layers send it, each in a line of its own.
        reply
          .removeHeader('access-control-allow-origin')
          .raw.setHeader('access-control-allow-origin', ['*', origin]);
      }
      if (setting === 'methods' && method === 'OPTIONS')
        reply.header('access-control-allow-methods', 'GET, HEAD');
      return payload;
    });
  },
};
