import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import type { Answer } from './exchange/exchange.ts';
import { traffic } from './probes/traffic.ts';
import { fromApplication, isPage, stablePath, unheard } from './exchange/classify.ts';

const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source).join('|'), 'i');

/** What no stranger should read in an error, and how it is recognised. */
const internals = {
  'connection string': /\b[a-z][\w+.-]*:\/\/[^\s:@/]+:[^\s@/]+@/i,
  traceback: /Traceback \(most recent call last\)|File "[^"]+", line \d+|\n\s+at .+:\d+:\d+/,
  'driver text': anyOf(
    /\b(psycopg|asyncpg|sqlalchemy|SQLSTATE)\b/i,
    /violates (foreign key|unique|not-null|check) constraint/i,
    /(relation|column) "[^"]+" (of relation "[^"]+" )?does not exist/i,
    /connection to server at/i,
    /duplicate key value/i,
  ),
  SQL: /\b(insert into|delete from)\s+\S+|\bselect\s.+\sfrom\s|\bupdate\s+\S+\s+set\s/i,
  'host name': anyOf(
    /\b[\w.-]+\.(supabase\.(co|com)|railway\.internal|rds\.amazonaws\.com)\b/,
    /\b(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2,3}\b/,
  ),
} as const;

export const exposedInternals = defineCheck({
  code: 'exposed-internals',
  title: 'An error tells strangers what is inside',
  severity: 'warning',
  why:
    'Names of tables, hosts and drivers in an answer help whoever wants to break in, and the user ' +
    'of the app can do nothing with them.',
  remedy: 'Log the cause on the server under a request id, and answer with that id and a sentence.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const { exchanges } = seen;
    const withheld = unheard(seen);
    if (withheld !== null) return withheld;
    const errors = fromApplication(exchanges).filter(({ answer }) => answer.status >= 400 && !isPage(answer));
    return [...groupBy(errors, stablePath)].flatMap(([path, group]) => {
      const leaking = group.find(({ answer }) => kindsIn(ownWords(answer)).length > 0);
      if (leaking === undefined) return [];
      const kinds = kindsIn(ownWords(leaking.answer));
      return [
        {
          subject: path,
          message:
            `The answer ${leaking.answer.status} of ${leaking.request.method} ${path} reveals ` +
            `${kinds.join(', ')}.`,
          facts: { status: leaking.answer.status, kinds, quoted: leaking.answer.body.text.slice(0, 300) },
          command: leaking.curl,
        },
      ];
    });
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/x', 500, { detail: 'Internal Server Error' })),
    broken: exampleTraffic(
      exampleAnswer('/api/x', 500, {
        detail: 'insert or update on table "a" violates foreign key constraint "b"',
      }),
    ),
  },
});

/** A validation error quotes what was sent (`input`), which is ours. */
function ownWords({ status, body: { text, json } }: Answer): string {
  if (status !== 422 || json === undefined) return text;
  return JSON.stringify(json, (key, value: unknown) => (key === 'input' ? undefined : value));
}

function kindsIn(text: string): string[] {
  return Object.entries(internals)
    .filter(([, pattern]) => pattern.test(text))
    .map(([kind]) => kind);
}
