import type { Fault } from '../patient.ts';
import { createStore } from '../store.ts';

export const duplicatedMute: Fault = {
  summary: 'A second mute of a value lists it twice.',
  arrange(patient) {
    patient.store = { ...patient.store, mute: createStore(patient.database, 'january').mute };
  },
};
