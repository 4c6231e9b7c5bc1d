import type { Fault } from '../patient.ts';

export const deadLiveness: Fault = {
  summary: 'Liveness answers 500.',
  arrange(patient) {
    patient.health.live = () => ({
      status: 500,
      body: { detail: 'Internal Server Error', error_type: 'RuntimeError' },
    });
  },
};
