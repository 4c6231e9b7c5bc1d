import type { Fault } from '../patient.ts';

export const missingReadiness: Fault = {
  summary: 'There is no readiness route.',
  arrange(patient) {
    patient.health.ready = () => ({ status: 404, body: { detail: 'Not Found' } });
  },
};
