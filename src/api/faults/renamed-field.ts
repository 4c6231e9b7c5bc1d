import type { Fault } from '../patient.ts';

export const renamedField: Fault = {
  summary: 'A mute of a source asks for sourceId instead of source_id.',
  arrange(patient) {
    patient.fieldOf = (name) => (name === 'source_id' ? 'sourceId' : name);
  },
};
