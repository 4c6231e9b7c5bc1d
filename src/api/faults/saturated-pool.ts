import type { Fault } from '../patient.ts';

export const saturatedPool: Fault = {
  summary: 'All connections of the pool are in use.',
  arrange(patient) {
    patient.health.pool = () => ({
      status: 200,
      body: {
        status: 'saturated',
        size: 5,
        checked_in: 0,
        checked_out: 10,
        overflow: 5,
        max_overflow: 5,
        capacity: 10,
        usage_pct: 100,
      },
    });
  },
};
