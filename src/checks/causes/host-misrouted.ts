import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf } from './weighing/by-checks.ts';

export const hostMisrouted = defineCause({
  code: 'host-misrouted',
  title: 'The address does not lead to this API',
  why: 'What answers is something else, so nothing of the API can be judged.',
  remedy: 'Compare the base URL with the domain that Railway shows for the service.',
  explains: isOneOf(
    'wrong-host',
    'railway-edge-error',
    'unreachable-api',
    'unproven-health',
    'wrong-certificate',
    'dead-liveness',
    'degraded-readiness',
    'rejected-mute',
    'unreadable-preferences',
    'healthy-but-failing',
    'missing-readiness',
  ),
  weigh: (seen) => {
    const unresolved = seen.found('unreachable-api').filter(({ facts }) => facts['layer'] === 'dns');
    const edge = seen.found('railway-edge-error').filter(({ facts }) => facts['status'] === 404);
    const found = [...seen.found('wrong-host'), ...edge, ...unresolved];
    if (found.length > 0) return confirmed(messagesOf(found));
    return seen.clear('wrong-host') ? excluded('what answers is this API') : possible([], ask.railway);
  },
});
