import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { messagesOf } from './weighing/by-checks.ts';

export const requestContractDrift = defineCause({
  code: 'request-contract-drift',
  title: 'The API wants requests of another form than the app sends',
  why: 'Every valid request of the app is refused as invalid.',
  remedy: 'Compare the request models of both sides: a field was renamed, or became required.',
  explains: ({ code, facts }) => code === 'rejected-mute' && facts['status'] === 422,
  weigh: (seen) => {
    const refused = seen.found('rejected-mute').filter(({ facts }) => facts['status'] === 422);
    if (refused.length > 0) return confirmed(messagesOf(refused));
    if (!seen.asked('rejected-mute')) return possible([], ask.mute);
    return seen.clear('rejected-mute') || seen.found('rejected-mute').length > 0
      ? excluded('no valid mute was answered 422')
      : possible([], ask.mute);
  },
});
