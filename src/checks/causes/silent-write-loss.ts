import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const silentWriteLoss = defineCause({
  code: 'silent-write-loss',
  title: 'The API acknowledges writes and does not store them',
  why: 'The app shows the source as hidden; at the next refresh it is back.',
  remedy:
    'Compare the transaction that answered 200 with the row: a rollback after the ' +
    'answer, or a write to another user.',
  explains: isOneOf('lost-mute'),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['lost-mute'],
      otherwise: 'every mute that was accepted was read back',
      ask: [ask.mute],
    }),
});
