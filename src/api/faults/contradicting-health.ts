import type { Fault } from '../patient.ts';

export const contradictingHealth: Fault = {
  summary: 'Readiness says not_ready with status 200.',
  arrange(patient) {
    const { ready } = patient.health;
    patient.health.ready = async () => ({
      status: 200,
      body: { ...(await ready()).body, status: 'not_ready' },
    });
  },
};
