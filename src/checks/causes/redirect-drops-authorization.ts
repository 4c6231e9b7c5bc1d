import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf } from './weighing/by-checks.ts';

export const redirectDropsAuthorization = defineCause({
  code: 'redirect-drops-authorization',
  title: 'A redirect leads requests to another origin, and the token is not sent along',
  why: 'Every signed-in request arrives without its token and is refused.',
  remedy:
    'Call the address that the redirect names, or let the proxy speak https on the way in and say so to ' +
    'the service.',
  explains: isOneOf('redirected-request', 'unreadable-preferences', 'rejected-mute', 'plain-http'),
  weigh: (seen) => {
    const found = seen
      .found('redirected-request')
      .filter(({ facts }) => facts['leavesHttps'] === true || facts['leavesHost'] === true);
    if (found.length > 0) return confirmed(messagesOf(found));
    return seen.asked('redirected-request') && seen.unknown('redirected-request').length === 0
      ? excluded('no request was redirected to another origin')
      : possible([], ask.mute);
  },
});
