import type { Fault } from '../patient.ts';

export const exposedInternals: Fault = {
  summary: 'Error answers carry a traceback and a connection string.',
  arrange(_patient, app) {
    app.addHook('onSend', async (_request, reply, payload) => {
      if (reply.statusCode !== 422) return payload;
      const detail =
        'Traceback (most recent call last): File "/app/app/database.py", line 12: ' +
        'postgresql+psycopg://facteur:hunter2@db.internal:5432/facteur';
      return JSON.stringify({ detail });
    });
  },
};
