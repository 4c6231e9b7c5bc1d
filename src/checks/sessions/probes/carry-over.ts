import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { sqlState } from '../../postgres/session/errors.ts';
import { defineProbe } from '../../probe.ts';
import type { SessionsContext } from './context.ts';
import { openPlain, plainOptions, type PlainConnection, type PlainOptions } from './plain-connection.ts';
import { pooler } from './pooler.ts';
import type { Pooler } from '../pooler/verdict.ts';
import { markOf, visit, type Mark } from './mark.ts';

export const carryOverShape = z.object({
  /** Why nothing was tried: each client has a backend of its own. Null where it was tried. */
  notTried: z.nullable(z.string()),
  /** Why it could not be tried to the end; null where it was. */
  failed: z.nullable(z.string()),
  /** The setting and the prepared statement that one client left, and the backend that had them. */
  setting: z.nullable(z.string()),
  backend: z.nullable(z.number()),
  /** Whether another client that was given this backend saw them; null where none was given it. */
  settingSeen: z.nullable(z.boolean()),
  statementSeen: z.nullable(z.boolean()),
  /**
   * Why a prepared statement of a client's own cannot be run again; null where it can, or where it was not
   * tried.
   */
  statementLost: z.nullable(z.string()),
  /** True once the backend was seen without either, or is gone. */
  undone: z.boolean(),
});
export type CarryOver = z.infer<typeof carryOverShape>;

/** Clients besides the first, at most: they ask side by side for the backend that it left. */
const others = 6;
/** How long the marked backend is looked for: to see what it shows others, and to take the mark off it. */
const searchMs = 4000;
const takingBackMs = 1000;

const nothing: CarryOver = {
  notTried: null,
  failed: null,
  setting: null,
  backend: null,
  settingSeen: null,
  statementSeen: null,
  statementLost: null,
  undone: true,
};

/**
 * Leaves a setting of a name that nobody uses, and a prepared statement, on a pooled backend; looks for them
 * as another client; takes them off again and looks whether they are gone. A server that is never reached
 * through a pooler is not touched.
 */
export async function tryCarryOver(given: PlainOptions, { mode }: Pooler): Promise<CarryOver> {
  if (mode === 'direct') return { ...nothing, notTried: 'every client has a backend of its own' };
  if (mode === 'unknown')
    return { ...nothing, failed: 'how connections are shared is not known, so nothing was left on one' };
  given.signal.throwIfAborted();
  // From here on nothing cuts it off: what was left has to be taken back.
  const options: PlainOptions = { ...given, signal: new AbortController().signal };
  const mark = markOf(randomBytes(6).toString('hex'));
  const open: PlainConnection[] = [];
  try {
    const first = await openPlain(options);
    open.push(first);
    const left = await mark.leave(first).then(
      (backend) => ({ backend }),
      (error: unknown) => ({ error }),
    );
    if ('error' in left) {
      // Refused by the server, nothing was left; without an answer nobody knows.
      return {
        ...nothing,
        failed: describeError(left.error),
        setting: mark.setting,
        undone: sqlState(left.error) !== null,
      };
    }
    // The backend of a session goes to the next client when the session ends.
    if (mode === 'session') await first.close();
    const found = await search({ open, options, mark, backend: left.backend, mode });
    if (mode === 'session') return { ...nothing, setting: mark.setting, backend: left.backend, ...found };
    const statementLost = found.statementSeen === false ? await whyLost(mark, first) : null;
    const undone = found.undone || (await takeBack(first, mark, left.backend, mode));
    return { ...nothing, setting: mark.setting, backend: left.backend, ...found, statementLost, undone };
  } catch (error) {
    return { ...nothing, failed: describeError(error) };
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
  }
}

interface Search {
  readonly open: PlainConnection[];
  readonly options: PlainOptions;
  readonly mark: Mark;
  readonly backend: number;
  readonly mode: Pooler['mode'];
}

/**
 * More and more clients ask side by side, until one of them was given the backend and has seen it clean, or
 * time is over.
 */
async function search({
  open,
  options,
  mark,
  backend,
  mode,
}: Search): Promise<Pick<CarryOver, 'settingSeen' | 'statementSeen' | 'undone'>> {
  const ends = Date.now() + searchMs;
  let seen: { settingSeen: boolean | null; statementSeen: boolean | null } = {
    settingSeen: null,
    statementSeen: null,
  };
  for (let round = 0; Date.now() < ends; round += 1) {
    while (open.length <= Math.min(1 + round, others)) {
      const another = await openPlain(options).catch(() => null);
      if (another === null) break;
      open.push(another);
    }
    const clients = open.slice(1);
    const visits = await Promise.all(
      clients.map((client) => visit(client, mark, backend, mode !== 'statement').catch(() => null)),
    );
    const atBackend = visits.filter((each) => each?.atBackend === true);
    if (atBackend.length > 0 && seen.settingSeen === null) {
      seen = {
        settingSeen: atBackend.some((each) => each?.setting),
        statementSeen: atBackend.some((each) => each?.statement),
      };
    }
    if (atBackend.some((each) => !each?.setting && !each?.statement)) return { ...seen, undone: true };
    if (atBackend.length === 0) {
      const [alive] = await Promise.all(
        clients.slice(0, 1).map((client) => mark.isAlive(client, backend).catch(() => true)),
      );
      // A backend that ends with its client is nobody's next; one that the pooler ended was only not reached.
      if (alive === false && mode === 'session')
        return { settingSeen: false, statementSeen: false, undone: true };
      if (alive === false) return { ...seen, undone: true };
      await pause(20);
    }
  }
  return { ...seen, undone: false };
}

/** The client that left the mark looks for it itself, where no other was given the backend. */
async function takeBack(
  first: PlainConnection,
  mark: Mark,
  backend: number,
  mode: Pooler['mode'],
): Promise<boolean> {
  const ends = Date.now() + takingBackMs;
  while (Date.now() < ends) {
    const seen = await visit(first, mark, backend, mode !== 'statement').catch(() => null);
    if (seen?.atBackend === true && !seen.setting && !seen.statement) return true;
  }
  return false;
}

/** Runs the first client's statement again, wherever it is sent now. */
async function whyLost(mark: Mark, first: PlainConnection): Promise<string | null> {
  try {
    await mark.repeat(first);
    return null;
  } catch (error) {
    return describeError(error);
  }
}

export const carryOver = defineProbe({
  name: 'carryOver',
  // It is waited for, however the run ends: it takes back what it leaves.
  effect: 'write',
  shape: carryOverShape,
  needs: { pooler },
  observe: (context: SessionsContext, given): Promise<CarryOver> =>
    tryCarryOver(plainOptions(context), given.pooler),
});
