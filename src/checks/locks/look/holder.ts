import * as z from 'zod/mini';
import { ageText } from './describe.ts';
import { quoteLiteral } from '../../postgres/sql/identifier.ts';

/** A session, or a prepared transaction, that holds or awaits a lock in the way of one that is wanted. */
export const holderShape = z.object({
  /** 0 for a prepared transaction. */
  pid: z.number(),
  /** The name of a prepared transaction. */
  gid: z.nullable(z.string()),
  /** Names this transaction among all of the server. */
  transaction: z.string(),
  /** Locks as `AccessShareLock on public.parent`. */
  locks: z.array(z.string()),
  waiting: z.boolean(),
  /** Null where this role may not see it. */
  state: z.nullable(z.string()),
  user: z.nullable(z.string()),
  application: z.nullable(z.string()),
  client: z.nullable(z.string()),
  /** Its last statement, cut, without the values of its literals. */
  query: z.nullable(z.string()),
  backend: z.nullable(z.string()),
  /** Milliseconds; null where this role may not see them. */
  transactionMs: z.nullable(z.number()),
  statementMs: z.optional(z.nullable(z.number())),
  waitingMs: z.nullable(z.number()),
});
export type Holder = z.infer<typeof holderShape>;

/** Milliseconds for which a transaction that works is taken for one that will end at once. */
export const shortMs = 1_000;

/**
 * Milliseconds after which an autovacuum ends for whoever waits for it: `deadlock_timeout` as it comes.
 * Sooner it ends for nobody, and one against wraparound never does.
 */
const yieldMs = 1_000;

/**
 * Those that an attempt would wait for in vain. On a busy table somebody always works, and an attempt has to
 * pass between them; who idles in a transaction longer than the lock_timeout, or works for long, will not end
 * for us.
 */
export function obstacles(holders: readonly Holder[], lockTimeoutMs: number): Holder[] {
  // What this role may not see the age of does not hold up an attempt: the short lock_timeout does.
  return holders.filter(
    (holder) =>
      holder.pid === 0 || holder.waiting || (holder.transactionMs ?? 0) > longestAge(holder, lockTimeoutMs),
  );
}

/** Up to which age, in milliseconds, its transaction may still end in time. */
function longestAge({ backend, state, query }: Holder, lockTimeoutMs: number): number {
  if (backend === 'autovacuum worker') {
    const yields = lockTimeoutMs > yieldMs && query?.includes('(to prevent wraparound)') !== true;
    return yields ? Infinity : lockTimeoutMs;
  }
  return state === 'active' ? Math.max(shortMs, lockTimeoutMs) : lockTimeoutMs;
}

/** As facts of a finding. What a holder ran is nothing to run again: it is no `query` that shows rows. */
export function holderFacts({ query, ...holder }: Holder) {
  return { ...holder, statement: query };
}

/**
 * `Process 42 (app), idle in transaction, in a transaction for 3 s, holds AccessShareLock on public.parent;
 * …`
 */
export function describeHolder(holder: Holder): string {
  const { pid, gid, locks, waiting, state, application, transactionMs, query, backend } = holder;
  const kind = backend !== null && backend !== 'client backend' ? backend : null;
  const owner = application ?? kind;
  const who =
    gid === null
      ? `Process ${pid}${owner === null ? '' : ` (${owner})`}${state === null ? '' : `, ${state}`}`
      : `The transaction ${quoteLiteral(gid)}`;
  const age =
    transactionMs === null
      ? ''
      : gid === null
        ? `, in a transaction for ${ageText(transactionMs)}`
        : `, prepared ${ageText(transactionMs)} ago`;
  const said =
    query === null || query === ''
      ? ''
      : `; ${state === 'active' ? 'it runs' : 'its last statement'}: ${query}`;
  return `${who}${age}, ` + `${waiting ? 'awaits' : 'holds'} ${locks.join(', ')}${said}`;
}
