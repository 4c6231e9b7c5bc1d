import type { Fault } from '../patient.ts';

export const deadWorker: Fault = {
  summary: 'The classification worker is down.',
  arrange(patient) {
    patient.health.classification = () => ({
      status: 503,
      body: { status: 'worker_down', worker: 'stopped', queue_size: 120 },
    });
  },
};
