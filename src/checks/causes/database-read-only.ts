import { confirmed, defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf, weighByChecks } from './weighing/by-checks.ts';
import { quotesOf } from './weighing/database-says.ts';

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
  weigh: (seen) => {
    // What the API was told counts where the database that was looked at is another one, or for another role.
    const quotes = quotesOf(seen, 'takes no writes');
    if (quotes.length > 0) return confirmed([...messagesOf(seen.found('read-only-database')), ...quotes]);
    return weighByChecks(seen, {
      codes: ['read-only-database'],
      otherwise: 'the database takes writes',
      ask: [ask.sessions],
    });
  },
});
