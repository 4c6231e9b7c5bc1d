import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const staleReads = defineCause({
  code: 'stale-reads',
  title: 'Reads show writes late, or come from a cache',
  why: 'Users see their change undone, and it comes back by itself.',
  remedy: 'Read from the primary after a write, and let no cache keep what belongs to one user.',
  explains: isOneOf('delayed-read', 'cached-answer', 'lost-mute', 'lingering-mute'),
  weigh: (seen) => weighByChecks(seen, { codes: ['delayed-read', 'cached-answer'], ask: [ask.mute] }),
});
