import { expect, it } from 'vitest';
import { otherSupabasePort } from '../../../../src/checks/sessions/pooler/other-port.ts';
import { poolerOf, type Signs } from '../../../../src/checks/sessions/pooler/verdict.ts';

const nothing: Signs = {
  host: 'db.example',
  applicationName: 'facteur-qa',
  served: [],
  transactionRefused: null,
  othersFailed: null,
  refusals: [],
  optionsDropped: false,
};
const served = (
  ...turns: readonly [client: number, announcedPid: number | null, pid: number][]
): Signs['served'] => turns.map(([client, announcedPid, pid]) => ({ client, announcedPid, pid }));
const own = served([0, 7, 7], [0, 7, 7]);
const apart = served([0, 900, 7], [0, 900, 7], [1, 901, 8], [2, 902, 9], [1, 901, 8], [2, 902, 9]);
const shared = served([0, 900, 7], [1, 901, 7]);

it.each<[string, Partial<Signs>, string, string]>([
  ['the announced backend answers', { served: own }, 'direct', 'none'],
  [
    'the announced backend answers, and options are lost: something is between',
    { served: own, optionsDropped: true },
    'session',
    'unknown',
  ],
  ['two clients share a backend', { served: shared }, 'transaction', 'unknown'],
  [
    'a client is handed from backend to backend',
    { served: served([0, 900, 7], [0, 900, 8]) },
    'transaction',
    'unknown',
  ],
  ['each client keeps a backend that was not announced', { served: apart }, 'session', 'unknown'],
  [
    'no number is announced at all',
    { served: served([0, null, 7], [1, null, 8], [1, null, 8]) },
    'session',
    'unknown',
  ],
  [
    'no other client was served',
    { served: served([0, 900, 7]), othersFailed: 'no answer within 2000 ms' },
    'unknown',
    'unknown',
  ],
  [
    'a transaction fails for another reason',
    { served: own, transactionRefused: 'out of memory' },
    'unknown',
    'unknown',
  ],
  [
    'transactions are refused by PgBouncer',
    { served: shared, transactionRefused: 'transaction blocks not allowed in statement pooling mode' },
    'statement',
    'pgbouncer',
  ],
  [
    'options are refused by PgBouncer',
    { served: shared, refusals: ['unsupported startup parameter: options'] },
    'transaction',
    'pgbouncer',
  ],
  [
    'newer PgBouncers read the options',
    { served: apart, refusals: ['unsupported startup parameter in options: lock_timeout'] },
    'session',
    'pgbouncer',
  ],
  [
    "the host is Supabase's pooler",
    { served: shared, host: 'aws-0-eu-west-1.pooler.supabase.com' },
    'transaction',
    'supavisor',
  ],
  [
    'Supabase passes on what the server announces: it is a pooler all the same',
    { served: own, host: 'aws-0-eu-west-1.pooler.supabase.com' },
    'session',
    'supavisor',
  ],
  [
    'so it may on its transaction port, where clients share',
    { served: served([0, 7, 7], [1, 8, 7]), host: 'aws-0-eu-west-1.pooler.supabase.com' },
    'transaction',
    'supavisor',
  ],
  [
    'the server sees Supavisor',
    { served: shared, applicationName: 'Supavisor (auth_query)' },
    'transaction',
    'supavisor',
  ],
  [
    "a direct connection to Supabase's own host is direct",
    { served: own, host: 'db.abc.supabase.co' },
    'direct',
    'none',
  ],
])('%s', (_, signs, mode, software) => {
  const { because, ...verdict } = poolerOf({ ...nothing, ...signs });
  expect(verdict).toEqual({ mode, software });
  expect(because.length).toBeGreaterThan(0);
});

it.each([
  ['aws-0-eu-west-1.pooler.supabase.com', 6543, 5432],
  ['aws-0-eu-west-1.pooler.supabase.com', 5432, 6543],
  ['aws-0-eu-west-1.pooler.supabase.com', 7777, null],
  ['db.abc.supabase.co', 5432, null],
  ['127.0.0.1', 6543, null],
])('the other port of %s:%i is %s', (host, port, other) => {
  const address = {
    host,
    port,
    user: 'u',
    password: null,
    database: 'd',
    tls: 'prefer',
    rootCertificate: null,
  } as const;
  expect(otherSupabasePort(address)?.port ?? null).toBe(other);
});
