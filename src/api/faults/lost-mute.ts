import type { Fault } from '../patient.ts';

export const lostMute: Fault = {
  summary: 'A mute is acknowledged and not stored.',
  arrange(patient) {
    patient.store = { ...patient.store, mute: async () => undefined };
  },
};
