import type { Fault } from '../patient.ts';

export const extraFields: Fault = {
  summary: 'Answers carry fields that nobody has documented.',
  arrange(_patient, app) {
    app.addHook('preSerialization', async (_request, reply, payload: Record<string, unknown>) => {
      return reply.statusCode < 300
        ? { ...payload, served_by: 'worker-3', experiments: ['digest-v2'] }
        : payload;
    });
  },
};
