import type { Fault } from '../patient.ts';

export const nullPool: Fault = {
  summary: 'The application keeps no connections: its pool has no size.',
  arrange(patient) {
    const numbers = { size: 0, checked_in: 0, checked_out: 0, overflow: 0, max_overflow: 0, capacity: 0 };
    patient.health.pool = () => ({ status: 200, body: { status: 'ok', ...numbers, usage_pct: 0 } });
  },
};
