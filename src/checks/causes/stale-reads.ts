import { defineCause, excluded } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const staleReads = defineCause({
  code: 'stale-reads',
  title: 'Reads show writes late, or come from a cache',
  why: 'Users see their change undone, and it comes back by itself.',
  remedy: 'Read from the primary after a write, and let no cache keep what belongs to one user.',
  explains: isOneOf('delayed-read', 'cached-answer', 'lost-mute', 'lingering-mute'),
  weigh: (seen) => {
    // What is late because the process was away is not late because of a replica or a cache.
    const isAway = seen.found('restarting-app').length > 0 && seen.found('cached-answer').length === 0;
    if (isAway) return excluded('the service is restarting, which makes reads late too');
    return weighByChecks(seen, {
      codes: ['delayed-read', 'cached-answer'],
      otherwise: 'every change was read at once, and from no cache',
      ask: [ask.mute],
    });
  },
});
