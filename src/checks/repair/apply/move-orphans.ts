import { setTimeout as pause } from 'node:timers/promises';
import { isSqlState } from '../../postgres/session/errors.ts';
import { describeError } from '../../support/describe-error.ts';
import type { Quarantine } from '../plan/quarantine.ts';
import type { Refusal } from '../plan/refusals.ts';
import { describeLocks } from '../plan/script.ts';
import type { Step } from '../plan/steps.ts';
import type { Attempt } from './attempt.ts';
import type { RepairContext } from './context.ts';
import { write } from './write.ts';

/** Rows that one transaction moves: it holds their locks for as long as it finds them. */
const batchRows = 10_000;
const lockTimeoutMs = 5_000;
const inTheWay = ['lockTimeout', 'deadlock', 'madeAtOnce'] as const;

/**
 * Moves one batch and takes it back, before anything else is changed: a trigger or a rule may refuse what the
 * catalog allows. Null where it would succeed.
 */
export async function rehearseMove(
  context: RepairContext,
  { make, move, orphans, table }: Quarantine,
): Promise<Refusal | null> {
  const limits = { lockTimeoutMs, statementTimeoutMs: context.steps.validateTimeoutMs };
  // What would refuse only at COMMIT is asked at once.
  const statements = [...make, 'set constraints all immediate;', move(batchRows)];
  try {
    for (let nth = 0; nth < 3; nth += 1) {
      if ((await write(context, { statements, ...limits, rehearse: true })) > 0) return null;
      if (!(await rowIsLeft(context, orphans))) return null;
    }
    return unmovable(table, 'a trigger or a rule keeps them where they are');
  } catch (error) {
    context.signal.throwIfAborted();
    // Another run, or a writer: moving waits for it.
    return inTheWay.some((set) => isSqlState(error, set)) ? null : unmovable(table, describeError(error));
  }
}

function unmovable(table: string, why: string): Refusal {
  return {
    reason: `Rows without a parent cannot be moved into ${table}: ${why}.`,
    advice: 'Clear that away, or repair the rows without a parent by hand.',
    sql: [],
  };
}

async function rowIsLeft({ database, steps }: RepairContext, orphans: string): Promise<boolean> {
  const isLeft = `select exists (select ${orphans}) as left`;
  const limits = { lockTimeoutMs, statementTimeoutMs: steps.validateTimeoutMs };
  const [row] = await database.read(({ query }) => query<{ readonly left: boolean }>(isLeft), limits);
  return row?.left === true;
}

/**
 * Moves batch by batch, until none is left. Goes on where an earlier run stopped, and beside another run:
 * what that one has just taken is not moved by this one, and does not mean that no row is left.
 */
export async function moveOrphans(
  context: RepairContext,
  step: Step,
  { make, move, orphans, table }: Quarantine,
): Promise<{ readonly attempt: Attempt; readonly moved: number }> {
  const began = performance.now();
  let moved = 0;
  const ended = (error: unknown): { readonly attempt: Attempt; readonly moved: number } => ({
    moved,
    attempt: {
      step: step.title,
      kind: step.kind,
      locks: describeLocks(step.locks),
      outcome: error === null ? 'done' : 'failed',
      durationMs: Math.round(performance.now() - began),
      holders: [],
      error: error === null ? null : describeError(error),
    },
  });
  const limits = { lockTimeoutMs, statementTimeoutMs: context.steps.validateTimeoutMs };
  const { tries, signal } = context;
  /** Another run, or a writer, in the way is no failure: how many rows, null where one was. */
  const attempted = (statements: readonly string[]): Promise<number | null> =>
    write(context, { statements, ...limits }).catch((error: unknown) => {
      if (inTheWay.some((set) => isSqlState(error, set))) return null;
      throw error;
    });
  try {
    let made = false;
    for (let inVain = 0; inVain < tries.most;) {
      const rows = made ? await attempted([move(batchRows)]) : await attempted(make);
      if (!made && rows !== null) {
        made = true;
        continue;
      }
      if (rows !== null && rows > 0) {
        moved += rows;
        inVain = 0;
        context.progress(`${moved} rows without a parent moved into ${table}`);
        continue;
      }
      if (rows === 0 && !(await rowIsLeft(context, orphans))) return ended(null);
      inVain += 1;
      await pause(Math.random() * tries.firstPauseMs, undefined, { signal });
    }
    return ended(new Error('others change the rows or hold their locks meanwhile'));
  } catch (error) {
    context.signal.throwIfAborted();
    return ended(error);
  }
}
