import type { Fault } from '../patient.ts';

export const unexpectedShape: Fault = {
  summary: 'The muted themes come as one text instead of a list.',
  arrange(_patient, app) {
    app.addHook('preSerialization', async (_request, _reply, payload: Record<string, unknown>) => {
      const themes = payload['muted_themes'];
      return Array.isArray(themes) ? { ...payload, muted_themes: themes.join(',') } : payload;
    });
  },
};
