import type { Fault } from '../patient.ts';

export const profileNotCreated: Fault = {
  summary: 'The profile of a user who has none is not created before the first mute.',
  arrange(patient) {
    patient.store = { ...patient.store, ensureProfile: async () => undefined };
  },
};
