import type { Fault } from '../patient.ts';

export const openCors: Fault = {
  summary: "Any website may call with the user's credentials.",
  arrange(_patient, app) {
    app.addHook('onSend', async ({ headers: { origin } }, reply, payload) => {
      if (origin === undefined || !reply.hasHeader('access-control-allow-origin')) return payload;
      reply.headers({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
      });
      return payload;
    });
  },
};
