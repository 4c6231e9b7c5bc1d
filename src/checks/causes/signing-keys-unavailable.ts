import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const signingKeysUnavailable = defineCause({
  code: 'signing-keys-unavailable',
  title: 'The API cannot fetch the keys that tokens are signed with',
  why: 'Every signed-in user is refused, whatever their token.',
  remedy:
    'Look at the URL of the signing keys in the environment of the service, and whether the service can ' +
    'reach it.',
  explains: isOneOf(
    'signing-keys-unavailable',
    'unreadable-preferences',
    'healthy-but-failing',
    'rejected-mute',
    'rejected-unmute',
  ),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['signing-keys-unavailable'],
      otherwise: 'no answer says that signing keys could not be fetched',
      ask: [ask.mute],
    }),
});
