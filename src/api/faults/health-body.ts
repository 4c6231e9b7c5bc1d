import { answerInstead } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

const json = (value: unknown): readonly [string, string] => ['application/json', JSON.stringify(value)];
const ietf = { componentType: 'datastore', status: 'fail', output: 'connection refused' };

/** What people serve where something is down, with status 200. */
const bodies: Readonly<Record<string, readonly [type: string, text: string]>> = {
  degraded: json({ status: 'degraded', database: 'connected', cache: 'unreachable' }),
  fail: [
    'application/health+json',
    JSON.stringify({ status: 'fail', checks: { 'postgres:connect': [ietf] } }),
  ],
  spring: json({ status: 'UP', components: { db: { status: 'DOWN' }, ping: { status: 'UP' } } }),
  services: json({ status: 'ok', services: { database: { status: 'down' } } }),
  disconnected: json({ status: 'ok', db: 'disconnected' }),
  'ok-false': json({ ok: false, reason: 'migrations' }),
  'healthy-false': json({ healthy: false }),
  'aspnet-text': ['text/plain', 'Unhealthy'],
  'aspnet-json': json({
    status: 'Unhealthy',
    results: { npgsql: { status: 'Unhealthy', description: null } },
  }),
};

export const healthBody: Fault = {
  summary: 'Readiness is answered 200 with a body that says that something is down.',
  settings: [
    'degraded',
    'fail',
    'spring',
    'services',
    'disconnected',
    'ok-false',
    'healthy-false',
    'aspnet-text',
    'aspnet-json',
  ],
  arrange(_patient, app, setting) {
    const [type, text] = bodies[setting]!;
    answerInstead(
      app,
      ({ url }) => url === '/api/health/ready',
      () => ({ status: 200, type, text }),
    );
  },
};
