import { sessionText } from '../look/describe.ts';
import { endStatements } from '../look/remedies.ts';
import { situationOf, waitersText } from '../verdict/situation.ts';
import type { LocksContext } from './context.ts';
import { locks } from './locks.ts';
import { listed } from '../../support/in-words.ts';

/** Who holds others up at this moment, for a command that is about something else and was held up. */
export interface InTheWay {
  /** `pid 42 (app, role web), idle in transaction for 3 min, …`; several are joined. */
  readonly sentence: string;
  /** What ends them, to be pasted. */
  readonly sql: readonly string[];
}

/** How many of them a sentence names. */
const mostNamed = 3;

/**
 * Those at the end of a queue, and those who hold a lock that even readers wait for; null where there are
 * none. Throws what the database said.
 */
export async function inTheWay(context: LocksContext): Promise<InTheWay | null> {
  const situation = situationOf(await locks.observe(context, {}));
  const excluding = situation.look.sessions.filter(
    ({ waitsFor, holds }) => waitsFor === null && holds.some(({ mode }) => mode === 'AccessExclusiveLock'),
  );
  const found = [...new Set([...situation.roots, ...excluding])];
  if (found.length === 0) return null;
  const told = found.map((session) => sessionText(session) + waitersText(situation, session));
  return { sentence: listed(told, mostNamed, '; and '), sql: endStatements(found) };
}
