import type { Fault } from '../patient.ts';

export const unexpectedShape: Fault = {
  summary: 'The muted themes come as one text instead of a list; or several fields are wrong at once.',
  settings: ['one', 'several'],
  arrange(_patient, app, setting) {
    app.addHook('preSerialization', async (_request, _reply, payload: Record<string, unknown>) => {
      const themes = payload['muted_themes'];
      if (!Array.isArray(themes)) return payload;
      if (setting === 'one') return { ...payload, muted_themes: themes.join(',') };
      const { language_filter_user_set: _absent, ...rest } = payload;
      return { ...rest, muted_themes: themes.join(','), hide_paid_content: 'yes' };
    });
  },
};
