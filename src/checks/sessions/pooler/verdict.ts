import * as z from 'zod/mini';

/**
 * What one connection of a client's is to PostgreSQL: its own backend, one for as long as it lasts, for a
 * transaction, for a statement.
 */
export const poolModes = ['direct', 'session', 'transaction', 'statement', 'unknown'] as const;

export const poolerShape = z.object({
  mode: z.enum(poolModes),
  /** `none` where the connection is direct. */
  software: z.enum(['none', 'pgbouncer', 'supavisor', 'unknown']),
  /** What shows it, in sentences. */
  because: z.array(z.string()),
});
export type Pooler = z.infer<typeof poolerShape>;

/** What the verdict rests on. */
export interface Signs {
  readonly host: string;
  readonly applicationName: string;
  readonly served: readonly {
    readonly client: number;
    readonly announcedPid: number | null;
    readonly pid: number;
  }[];
  readonly transactionRefused: string | null;
  readonly othersFailed: string | null;
  /** Whether one waited in vain while another ended transaction after transaction. */
  readonly heldUp?: boolean | undefined;
  /** What was said against startup options; null where they were accepted. */
  readonly refusals: readonly string[];
  /** Whether startup options were accepted and are not in force. */
  readonly optionsDropped: boolean;
}

/** Which pooler a connection goes through, and how it shares its backends. Pure. */
export function poolerOf(signs: Signs): Pooler {
  const [mode, shown] = modeOf(signs);
  const [software, told] = mode === 'direct' ? (['none', null] as const) : softwareOf(signs);
  return { mode, software, because: told === null ? [shown] : [shown, told] };
}

function modeOf(signs: Signs): [Pooler['mode'], string] {
  const { served, transactionRefused, othersFailed, optionsDropped } = signs;
  const shared = sharedBackend(served);
  if (transactionRefused !== null) {
    return isStatementRefusal(transactionRefused)
      ? ['statement', `A transaction of several statements is refused: ${transactionRefused}.`]
      : ['unknown', `A transaction could not be begun: ${transactionRefused}.`];
  }
  if (shared !== null)
    return ['transaction', `Backend ${shared} served two clients that were both connected.`];
  const moved = movedClient(served);
  if (moved !== null) return ['transaction', `One connection was served by ${moved.join(' and ')} in turn.`];
  if (served.length > 0 && served.every(({ announcedPid, pid }) => announcedPid === pid)) {
    if (isSupavisor(signs)) return ['session', 'Each client keeps the backend that was announced to it.'];
    return optionsDropped
      ? [
          'session',
          'The backend is the one that was announced, but what is asked for at start-up is lost on the ' +
            'way to it.',
        ]
      : ['direct', 'The backend that answers is the one that the server announced.'];
  }
  if (signs.heldUp === true)
    return [
      'session',
      'A further client had to wait while one that was connected ended transaction after transaction: ' +
        'a backend stays with its client until that one leaves.',
    ];
  if (othersFailed !== null)
    return [
      'unknown',
      `Something other than PostgreSQL announces connections, and no second one was served: ${othersFailed}.`,
    ];
  return [
    'session',
    'Something other than PostgreSQL announces connections; each kept its own backend while others came ' +
      'and went.',
  ];
}

/** PgBouncer's sentence, and what others may say of the same. */
function isStatementRefusal(text: string): boolean {
  return /transaction(s| blocks)? (are )?not (allowed|supported)|statement pooling/i.test(text);
}

function sharedBackend(served: Signs['served']): number | null {
  const clientOf = new Map<number, number>();
  for (const { client, pid } of served) {
    const other = clientOf.get(pid);
    if (other !== undefined && other !== client) return pid;
    clientOf.set(pid, client);
  }
  return null;
}

function movedClient(served: Signs['served']): number[] | null {
  const pidsOf = new Map<number, Set<number>>();
  for (const { client, pid } of served) pidsOf.set(client, (pidsOf.get(client) ?? new Set()).add(pid));
  const moved = [...pidsOf.values()].find((pids) => pids.size > 1);
  return moved === undefined ? null : [...moved];
}

function softwareOf({
  host,
  applicationName,
  transactionRefused,
  refusals,
}: Signs): ['pgbouncer' | 'supavisor' | 'unknown', string | null] {
  const said = [...refusals, transactionRefused ?? ''].find((text) =>
    /unsupported startup parameter|statement pooling mode/i.test(text),
  );
  if (said !== undefined) return ['pgbouncer', `PgBouncer says: ${said}.`];
  if (isSupabasePooler(host)) return ['supavisor', `${host} is Supabase's pooler.`];
  if (/^supavisor/i.test(applicationName))
    return ['supavisor', `The server sees the application ${applicationName}.`];
  return ['unknown', null];
}

function isSupavisor({ host, applicationName }: Signs): boolean {
  return isSupabasePooler(host) || /^supavisor/i.test(applicationName);
}

/** `aws-0-eu-west-1.pooler.supabase.com` */
export function isSupabasePooler(host: string): boolean {
  return /\.pooler\.supabase\.(com|co|in|net)$/i.test(host);
}
