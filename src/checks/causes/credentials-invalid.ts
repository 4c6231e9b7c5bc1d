import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf } from './weighing/by-checks.ts';

const refusals = [
  'malformed-token',
  'expired-token',
  'not-a-user-token',
  'credentials-rejected',
  'clock-skew',
] as const;

export const credentialsInvalid = defineCause({
  code: 'credentials-invalid',
  title: 'The token is not accepted',
  why: 'Whatever is asked with it is refused; the service itself may be sound.',
  remedy: 'Sign in again and use a fresh access token of a user of the same project.',
  explains: isOneOf(...refusals, 'unreadable-preferences', 'rejected-mute', 'rejected-unmute'),
  weigh: (seen) => {
    const found = seen
      .found(...refusals)
      // A clock that is off is only the reason where the token was refused.
      .filter(({ code }) => code !== 'clock-skew' || seen.found('credentials-rejected').length > 0);
    // An API that cannot fetch its keys refuses every token.
    if (seen.found('signing-keys-unavailable').length > 0) return excluded('the API cannot check any token');
    if (found.length > 0) return confirmed(messagesOf(found));
    return seen.clear('credentials-rejected')
      ? excluded('the API accepted the token')
      : possible([], ask.mute);
  },
});
