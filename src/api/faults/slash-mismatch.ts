import type { Fault } from '../patient.ts';

export const slashMismatch: Fault = {
  summary: 'The address without the slash answers 200 with other preferences.',
  arrange(patient, app) {
    app.get('/api/users/personalization', async (request) => {
      await patient.authenticate(request.headers.authorization);
      return { muted_sources: [], muted_themes: [], muted_topics: [] };
    });
  },
};
