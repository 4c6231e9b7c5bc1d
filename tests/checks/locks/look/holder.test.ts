import { describe, expect, it } from 'vitest';
import { obstacles, type Holder } from '../../../../src/checks/locks/look/holder.ts';

const holder: Holder = {
  pid: 42,
  gid: null,
  transaction: '3/7',
  locks: ['AccessShareLock on public.parent'],
  waiting: false,
  state: 'active',
  user: 'web',
  application: 'app',
  client: null,
  query: 'select 1',
  backend: 'client backend',
  transactionMs: 10,
  waitingMs: null,
};
const vacuum = { backend: 'autovacuum worker', query: 'autovacuum: VACUUM public.parent' } as const;
const wraparound = { ...vacuum, query: 'autovacuum: VACUUM public.parent (to prevent wraparound)' } as const;

interface Case {
  readonly who: string;
  readonly is: Partial<Holder>;
  readonly lockTimeoutMs: number;
  readonly held: boolean;
}

describe('who would be waited for in vain', () => {
  it.each<Case>([
    { who: 'one that just began', is: {}, lockTimeoutMs: 20, held: false },
    {
      who: 'one that works for less than a second',
      is: { transactionMs: 999 },
      lockTimeoutMs: 20,
      held: false,
    },
    { who: 'one that works for long', is: { transactionMs: 1_001 }, lockTimeoutMs: 20, held: true },
    {
      who: 'one that works for less than is waited',
      is: { transactionMs: 4_000 },
      lockTimeoutMs: 5_000,
      held: false,
    },
    {
      who: 'one that idles longer than is waited',
      is: { state: 'idle in transaction', transactionMs: 21 },
      lockTimeoutMs: 20,
      held: true,
    },
    {
      who: 'one that idles for a moment',
      is: { state: 'idle in transaction', transactionMs: 19 },
      lockTimeoutMs: 20,
      held: false,
    },
    { who: 'one of unknown age', is: { transactionMs: null }, lockTimeoutMs: 20, held: false },
    { who: 'one that waits itself', is: { waiting: true }, lockTimeoutMs: 20, held: true },
    {
      who: 'a prepared transaction',
      is: { pid: 0, gid: 'g', state: 'prepared' },
      lockTimeoutMs: 20,
      held: true,
    },
    { who: 'an autovacuum that just began', is: { ...vacuum }, lockTimeoutMs: 20, held: false },
    {
      who: 'an autovacuum, for a moment',
      is: { ...vacuum, transactionMs: 21 },
      lockTimeoutMs: 20,
      held: true,
    },
    {
      who: 'an autovacuum, for a second',
      is: { ...vacuum, transactionMs: 9e6 },
      lockTimeoutMs: 1_000,
      held: true,
    },
    {
      who: 'an autovacuum, for longer',
      is: { ...vacuum, transactionMs: 9e6 },
      lockTimeoutMs: 5_000,
      held: false,
    },
    {
      who: 'an autovacuum against wraparound, for longer',
      is: { ...wraparound, transactionMs: 9e6 },
      lockTimeoutMs: 5_000,
      held: true,
    },
  ])('$who: $held', ({ is, lockTimeoutMs, held }) => {
    const seen = { ...holder, ...is };
    expect(obstacles([seen], lockTimeoutMs)).toEqual(held ? [seen] : []);
  });
});
