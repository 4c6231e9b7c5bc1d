import type { Fault } from '../patient.ts';

export const serverErrorOnBadInput: Fault = {
  summary: 'Input that does not validate is answered 500.',
  arrange(_patient, app) {
    app.addHook('onSend', async (_request, reply, payload) => {
      if (reply.statusCode !== 422) return payload;
      reply.code(500);
      return JSON.stringify({ detail: 'Internal Server Error', error_type: 'ValidationError' });
    });
  },
};
