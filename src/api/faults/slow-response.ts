import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../patient.ts';

export const slowResponse: Fault = {
  summary: 'Reading the preferences takes 400 ms longer than it should.',
  arrange(patient) {
    const { read } = patient.store;
    patient.store = {
      ...patient.store,
      read: async (userId) => {
        await pause(400);
        return read(userId);
      },
    };
  },
};
