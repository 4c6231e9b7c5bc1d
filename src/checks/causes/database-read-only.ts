import { defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, weighByChecks } from './weighing/by-checks.ts';

export const databaseReadOnly = defineCause({
  code: 'database-read-only',
  title: 'The database cannot be written',
  why: 'Reads work and every write fails.',
  remedy:
    'Connect to the primary, or find who made the database read-only: a full disk makes Supabase do so.',
  explains: isOneOf(
    'read-only-database',
    'rejected-mute',
    'rejected-unmute',
    'server-error-on-bad-input',
    'exposed-internals',
    'write-race',
  ),
  weigh: (seen) => weighByChecks(seen, { codes: ['read-only-database'], ask: [ask.sessions] }),
});
