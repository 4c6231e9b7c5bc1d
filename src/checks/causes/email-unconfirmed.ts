import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const emailUnconfirmed = defineCause({
  code: 'email-unconfirmed',
  title: 'The user has not confirmed their e-mail address',
  why: 'The API refuses everything to that user, and to nobody else.',
  remedy:
    'Confirm the address in the authentication dashboard, or test with a user whose ' +
    'address is confirmed.',
  explains: isOneOf('unconfirmed-email', 'unreadable-preferences'),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['unconfirmed-email'],
      otherwise: 'no answer asks for a confirmed e-mail address',
      ask: [ask.mute],
    }),
});
