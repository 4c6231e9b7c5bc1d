import { groupBy } from '../../support/group-by.ts';
import { qualifiedName } from '../../postgres/sql/identifier.ts';
import { sqlMode, type LockMode } from '../modes/modes.ts';
import type { WouldBlock } from '../probes/would-block.ts';
import { counted, listed } from '../../support/in-words.ts';

/** Which later requests a waiting one of that mode keeps in the queue. */
const queued: Readonly<Record<LockMode, string>> = {
  AccessShareLock: 'later schema changes',
  RowShareLock: 'later schema changes',
  RowExclusiveLock: 'later schema changes and index builds',
  ShareUpdateExclusiveLock: 'later schema changes, index builds and vacuums',
  ShareLock: 'every later write',
  ShareRowExclusiveLock: 'every later write',
  ExclusiveLock: 'every later write and SELECT FOR UPDATE',
  AccessExclusiveLock: 'every later query, readers too,',
};

/**
 * `every later query, readers too, of public.a and public.b (12 sessions are connected: api 10, worker 2)`
 */
export function queueText({ locks, connected }: Pick<WouldBlock, 'locks' | 'connected'>): string {
  const kinds = [...groupBy(locks, ({ mode }) => queued[mode])].map(
    ([kind, tables]) =>
      `${kind} of ${listed(
        tables.map(({ schema, table }) => qualifiedName(schema, table)),
        mostNamed,
      )}`,
  );
  const sessions = connected.reduce((sum, one) => sum + one.sessions, 0);
  const applications = connected
    .slice(0, 4)
    .map(({ application, sessions: count }) => `${application} ${count}`);
  const more = connected.length > applications.length ? ', …' : '';
  const connections = counted(sessions, 'session is', 'sessions are');
  const who = `${connections} connected: ${applications.join(', ')}${more}`;
  return `${kinds.join(' and ')}${sessions === 0 ? '' : ` (${who})`}`;
}

/** A schema may hold thousands of tables; the report has them all. */
const mostNamed = 10;

/**
 * `ACCESS EXCLUSIVE on public.a, SHARE ROW EXCLUSIVE on public.b`, and for whom it waits beyond that; or that
 * there is nothing to lock.
 */
export function wantedText(seen: Pick<WouldBlock, 'locks' | 'snapshots' | 'untold'>): string {
  const { untold = [] } = seen;
  return `${takenText(seen)}${untold.length === 0 ? '' : `, and maybe more: ${untold.join('; ')}`}`;
}

function takenText({ locks, snapshots }: Pick<WouldBlock, 'locks' | 'snapshots'>): string {
  if (locks.length === 0) return 'no lock on any table';
  const taken = locks.map(({ schema, table, mode }) => `${sqlMode(mode)} on ${qualifiedName(schema, table)}`);
  const waits = [
    ...(locks.some(({ waitsOut }) => waitsOut === 'ShareLock') ? ['whoever writes there'] : []),
    ...(locks.some(({ waitsOut }) => waitsOut === 'AccessExclusiveLock')
      ? ['whoever reads or writes there']
      : []),
    ...(snapshots === true ? ['every older snapshot of this database'] : []),
  ];
  return listed(taken, mostNamed) + (waits.length === 0 ? '' : `, and wait for ${waits.join(' and ')}`);
}
