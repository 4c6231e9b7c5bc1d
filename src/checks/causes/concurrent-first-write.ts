import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const concurrentFirstWrite = defineCause({
  code: 'concurrent-first-write',
  title: 'The first writes of a new user race with each other',
  why: 'A new user who hides several things at once gets errors; one after the other works.',
  remedy: 'Create the profile with ON CONFLICT DO NOTHING, and read it again.',
  explains: isOneOf('write-race', 'rejected-mute', 'exposed-internals'),
  weigh: (seen) =>
    weighByChecks(seen, {
      codes: ['write-race'],
      otherwise: "mutes at the same time did not get in each other's way",
      ask: [ask.mute],
    }),
});
