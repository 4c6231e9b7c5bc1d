import { expect, it } from 'vitest';
import { toFinding, type Check } from '../../../src/checks/check.ts';
import { idleInTransaction } from '../../../src/checks/locks/idle-in-transaction.ts';
import { longTransaction } from '../../../src/checks/locks/long-transaction.ts';
import { exampleLocks, exampleSession, exampleWaiter } from '../../../src/checks/locks/examples/locks.ts';
import { endingOf } from '../../../src/checks/locks/look/remedies.ts';
import type { Session } from '../../../src/checks/locks/look/look.ts';
import { preparedTransaction } from '../../../src/checks/locks/prepared-transaction.ts';

const idle = (stateMs: number, transactionMs = stateMs): Session =>
  exampleSession({ state: 'idle in transaction', stateMs, transactionMs });
const prepared = (transactionMs: number): Session =>
  exampleSession({ pid: 0, gid: 'g', state: 'prepared', transactionMs });

const severities = (check: Check, ...sessions: Session[]): string[] => {
  const judged = check.judge(exampleLocks(sessions) as never);
  if ('status' in judged) throw new Error(judged.reason);
  return judged.map((observed) => toFinding(check, observed).severity);
};

it.each<[string, Check, Session[], string[]]>([
  ['idle for 29 s', idleInTransaction, [idle(29_999)], []],
  ['idle for 30 s', idleInTransaction, [idle(30_000)], ['warning']],
  ['idle for 5 min', idleInTransaction, [idle(300_000)], ['error']],
  [
    'aborted and idle',
    idleInTransaction,
    [{ ...idle(30_000), state: 'idle in transaction (aborted)' }],
    ['warning'],
  ],
  ['a root at any age', idleInTransaction, [idle(1), exampleWaiter('ShareLock', 5, [4711])], ['warning']],
  ['idle between the statements of a long transaction', idleInTransaction, [idle(900, 400_000)], []],
  ['the same', longTransaction, [idle(900, 400_000)], ['warning']],
  ['idle for long is said once', longTransaction, [idle(400_000)], []],
  ['active for less than 5 min', longTransaction, [exampleSession({ transactionMs: 299_999 })], []],
  ['active for 5 min', longTransaction, [exampleSession({ transactionMs: 300_000 })], ['warning']],
  [
    'an autovacuum',
    longTransaction,
    [exampleSession({ transactionMs: 900_000, backend: 'autovacuum worker' })],
    [],
  ],
  [
    'whose time is time in a queue',
    longTransaction,
    [exampleWaiter('ShareLock', 5, [1], { transactionMs: 310_000 })],
    [],
  ],
  ['prepared for less than 5 min', preparedTransaction, [prepared(299_999)], []],
  ['prepared for 5 min', preparedTransaction, [prepared(300_000)], ['warning']],
])('%s', (_, check, sessions, expected) => expect(severities(check, ...sessions)).toEqual(expected));

it.each<[string, Partial<Session>, ReturnType<typeof endingOf>]>([
  ['one statement that runs', { state: 'active', statementMs: 400, transactionMs: 400 }, 'cancel'],
  ['a statement of a while', { state: 'active', statementMs: 1_000, transactionMs: 90_000 }, 'cancel'],
  ['one short statement after the other', { state: 'active', statementMs: 40, transactionMs: 90_000 }, 'end'],
  ['idle', { state: 'idle in transaction' }, 'end'],
  ['aborted and idle', { state: 'idle in transaction (aborted)' }, 'end'],
  ['hidden by privilege', { state: null, hidden: true }, 'end'],
  ['an autovacuum', { state: 'active', backend: 'autovacuum worker', statementMs: 1 }, 'cancel'],
  ['the recovery of a standby', { state: null, backend: 'startup' }, null],
  ['prepared', { gid: 'g', pid: 0 }, 'rollback'],
])('what ends %s', (_, session, ending) => expect(endingOf(exampleSession(session))).toBe(ending));
