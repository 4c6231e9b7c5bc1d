import type { Fault } from '../patient.ts';

export const flapping: Fault = {
  summary: 'Every second readiness answer is bad.',
  arrange(patient) {
    const { ready } = patient.health;
    let count = 0;
    patient.health.ready = async () => {
      const answer = await ready();
      count += 1;
      return count % 2 === 1
        ? answer
        : {
            status: 503,
            body: { ...answer.body, status: 'not_ready', database: 'error: connection timed out' },
          };
    };
  },
};
