import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const accessOpen = defineCause({
  code: 'access-open',
  title: 'An endpoint answers without valid credentials',
  why: 'Anybody can change what users see.',
  remedy:
    'Let the route depend on the verified user as its neighbours do, and verify the ' +
    'signature of the token.',
  explains: isOneOf('open-endpoint', 'forged-token-accepted'),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['open-endpoint', 'forged-token-accepted'],
      otherwise: 'without a token, and with a forged one, nothing was given',
      ask: [ask.mute],
    }),
});
