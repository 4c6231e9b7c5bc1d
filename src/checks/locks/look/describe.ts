import { qualifiedName } from '../../postgres/sql/identifier.ts';
import { sqlMode } from '../modes/modes.ts';
import { subjectOf, type Lock, type Session } from './look.ts';

const units = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** `3 min 20 s`; two units at most, whole numbers. */
export function ageText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.floor(ms / 1_000);
  const largest = units.findIndex(([size]) => seconds >= size);
  const [size, unit] = units[largest] ?? [1, 's'];
  const [partSize, partUnit] = units[largest + 1] ?? [size, unit];
  const parts = Math.floor((seconds % size) / partSize);
  return `${Math.floor(seconds / size)} ${unit}${parts === 0 ? '' : ` ${parts} ${partUnit}`}`;
}

/** What is locked: `public.orders`, `a row of public.orders`, `transaction 742`. */
export function targetText(lock: Lock, waiter?: Session): string {
  const { type, schema, relation, target } = lock;
  const name = schema !== null && relation !== null ? qualifiedName(schema, relation) : null;
  switch (type) {
    case 'relation':
      return name ?? 'a relation';
    case 'tuple':
      return name === null ? 'a row' : `a row of ${name}`;
    case 'transactionid': {
      // Who waits for another's row holds that row's place in the queue.
      const row = waiter?.holds.find((held) => held.type === 'tuple' && held.relation !== null);
      return row === undefined ? `the end of transaction ${target.replace(/.*:/, '')}` : targetText(row);
    }
    case 'virtualxid':
      return 'the end of an older transaction';
    case 'advisory':
      return 'an advisory lock';
    default:
      return name === null ? `a lock of the kind ${type}` : `${name} (${type})`;
  }
}

/** `ACCESS EXCLUSIVE on public.orders`; of what is no table the mode tells nothing. */
export function lockText(lock: Lock, waiter?: Session): string {
  const what = targetText(lock, waiter);
  return lock.type === 'relation' ? `${sqlMode(lock.mode)} on ${what}` : what;
}

/** Whose session it is: `app, role web, from 10.0.0.7`. */
export function ownerText({ application, user, client, backend }: Session): string {
  const kind = backend !== null && backend !== 'client backend' ? backend : null;
  return [
    application ?? kind,
    user === null ? null : `role ${user}`,
    client === null ? null : `from ${client}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** What it does, and for how long. */
export function stateText({ gid, state, hidden, transactionMs, statementMs, stateMs }: Session): string {
  if (gid !== null) return transactionMs === null ? 'prepared' : `prepared ${ageText(transactionMs)} ago`;
  if (hidden) return 'state and age hidden by privilege';
  const since = state === 'active' ? statementMs : stateMs;
  const within = transactionMs === null || state === null ? '' : `, transaction ${ageText(transactionMs)}`;
  return `${state ?? 'no state'}${since === null ? '' : ` for ${ageText(since)}`}${within}`;
}

/** `waits 12 s for ACCESS EXCLUSIVE on public.orders`; null for one that does not wait. */
export function waitText(session: Session): string | null {
  const { waitsFor } = session;
  if (waitsFor === null) return null;
  const since = waitsFor.waitMs === null ? '' : ` ${ageText(waitsFor.waitMs)}`;
  return `waits${since} for ${lockText(waitsFor, session)}`;
}

export function queryText({ hidden, query, gid }: Session): string | null {
  if (hidden) return '(statement hidden by privilege)';
  return gid !== null || query === null || query === '' ? null : query;
}

/** `pid 42 (app, role web)` */
export function whoText(session: Session): string {
  const owner = ownerText(session);
  return `${subjectOf(session)}${owner === '' ? '' : ` (${owner})`}`;
}

/**
 * One session in one sentence's part: `pid 42 (app, role web), idle in transaction for 3 min, last statement:
 * select …`.
 */
export function sessionText(session: Session): string {
  const query = queryText(session);
  const doing = session.state === 'active' || session.hidden ? '' : 'its last statement: ';
  return [
    whoText(session),
    stateText(session),
    ...(query === null ? [] : [session.hidden ? query : `${doing}${query}`]),
  ].join(', ');
}
