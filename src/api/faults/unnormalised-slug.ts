import type { Fault } from '../patient.ts';

export const unnormalisedSlug: Fault = {
  summary: 'Slugs are stored as they come, with capitals and blanks.',
  arrange(patient) {
    patient.normalise = (value) => value;
  },
};
