import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const poolerDropsTimeouts = defineCause({
  code: 'pooler-drops-timeouts',
  title: 'The pooler loses the timeouts that the client asks for',
  why: 'A migration waits for a lock for ever, and everything queues behind it.',
  remedy:
    'Set timeouts inside the transaction with SET LOCAL, or give them to the role; what is asked for ' +
    'arrives over a direct connection.',
  explains: isOneOf('dropped-startup-options', 'rejected-startup-options'),
  leadsTo: ['migration-blocked'],
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['dropped-startup-options', 'rejected-startup-options'],
      otherwise: 'the timeouts that were asked for arrived',
      ask: [ask.sessions],
    }),
});
