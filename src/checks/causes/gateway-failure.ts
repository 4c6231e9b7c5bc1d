import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const gatewayFailure = defineCause({
  code: 'gateway-failure',
  title: 'A proxy in front of the service answers in its place',
  why: 'What the service would say does not arrive.',
  remedy: 'Look at the proxy that is named: its origin address, its limits, its own status page.',
  explains: isOneOf(
    'gateway-error',
    'rejected-mute',
    'rejected-unmute',
    'dead-liveness',
    'degraded-readiness',
    'unproven-health',
    'unreadable-preferences',
    'healthy-but-failing',
  ),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['gateway-error'],
      otherwise: 'no gateway answered in the place of the service',
      ask: [ask.railway],
    }),
});
