import { give, isList } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const cachedList: Fault = {
  summary: 'A content delivery network keeps the list for a while, whatever is written.',
  settings: { number: 3_000, unit: 'milliseconds' },
  arrange(_patient, app, setting) {
    const lifetimeMs = Number(setting);
    const kept = new Map<string, { readonly text: string; readonly at: number }>();
    app.addHook('onRequest', async (request, reply) => {
      const found = kept.get(request.headers.authorization ?? '');
      const ageMs = performance.now() - (found?.at ?? 0);
      if (!isList(request) || found === undefined || ageMs >= lifetimeMs) return undefined;
      const headers = {
        age: String(Math.floor(ageMs / 1000)),
        'x-cache': 'Hit from cloudfront',
        'cf-cache-status': 'HIT',
      };
      return give(reply, { status: 200, type: 'application/json', text: found.text, headers });
    });
    app.addHook('onSend', async (request, reply, payload) => {
      if (!isList(request) || reply.statusCode !== 200 || reply.hasHeader('age')) return payload;
      kept.set(request.headers.authorization ?? '', { text: String(payload), at: performance.now() });
      reply.headers({ 'x-cache': 'Miss from cloudfront', 'cf-cache-status': 'MISS' });
      return payload;
    });
  },
};
