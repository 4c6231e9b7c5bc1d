import type { Fault } from '../patient.ts';

export const lingeringMute: Fault = {
  summary: 'An unmute is acknowledged and changes nothing.',
  arrange(patient) {
    const { read } = patient.store;
    patient.store = { ...patient.store, unmute: async (userId) => (await read(userId)) !== null };
  },
};
