import { isHealth } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const cachedHealth: Fault = {
  summary: 'The health routes are answered from a cache.',
  arrange(_patient, app) {
    app.addHook('onSend', async (request, reply, payload) => {
      if (isHealth(request)) reply.headers({ age: '57', 'x-cache': 'HIT', 'cf-cache-status': 'HIT' });
      return payload;
    });
  },
};
