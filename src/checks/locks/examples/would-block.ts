import type { WouldBlock } from '../probes/would-block.ts';
import type { Holder } from '../look/holder.ts';

/** Evidence for examples: who stands in the way of dropping the product's foreign key. */
export function exampleWouldBlock(looks: readonly (readonly Holder[])[]): {
  readonly wouldBlock: WouldBlock;
} {
  return {
    wouldBlock: {
      role: 'qa',
      version: 180_000,
      standby: false,
      locks: [
        { schema: 'public', table: 'user_personalization', mode: 'AccessExclusiveLock' },
        { schema: 'public', table: 'user_profiles', mode: 'AccessExclusiveLock' },
      ],
      missing: [],
      ambiguous: [],
      looks: looks.map((holders) => [...holders]),
      connected: [{ application: 'api', sessions: 10 }],
    },
  };
}

export function exampleHolderOf(changes: Partial<Holder> = {}): Holder {
  return {
    pid: 4711,
    gid: null,
    transaction: '3/17',
    locks: ['AccessShareLock on public.user_profiles'],
    waiting: false,
    state: 'idle in transaction',
    user: 'web',
    application: 'api',
    client: '10.0.0.7',
    query: 'select count(*) from user_profiles',
    backend: 'client backend',
    transactionMs: 92_000,
    waitingMs: null,
    ...changes,
  };
}
