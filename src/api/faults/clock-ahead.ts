import type { Fault } from '../patient.ts';

export const clockAhead: Fault = {
  summary: "The server's clock is ahead: its Date header, and what it thinks of a token's times.",
  settings: { number: 120, unit: 'seconds' },
  arrange(patient, app, setting) {
    const aheadMs = Number(setting) * 1000;
    patient.now = () => new Date(Date.now() + aheadMs);
    app.addHook('onSend', async (_request, reply, payload) => {
      reply.header('date', patient.now().toUTCString());
      return payload;
    });
  },
};
