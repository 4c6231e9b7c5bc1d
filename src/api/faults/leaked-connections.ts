import type pg from 'pg';
import type { Fault } from '../patient.ts';

export const leakedConnections: Fault = {
  summary: 'So many connections were taken from the pool, and are never given back.',
  settings: { number: 10, unit: 'connections' },
  arrange({ pool }, app, setting) {
    const taken: pg.PoolClient[] = [];
    app.addHook('onReady', async () => {
      for (let left = Number(setting); pool !== null && left > 0; left -= 1) taken.push(await pool.connect());
    });
    app.addHook('onClose', async () => taken.forEach((client) => client.release(true)));
  },
};
