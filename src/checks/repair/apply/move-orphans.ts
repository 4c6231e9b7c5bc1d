import { setTimeout as pause } from 'node:timers/promises';
import { isSqlState } from '../../postgres/session/errors.ts';
import { describeError } from '../../support/describe-error.ts';
import type { Quarantine } from '../plan/quarantine.ts';
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
      locks: describeLocks(step.locks),
      outcome: error === null ? 'done' : 'failed',
      durationMs: Math.round(performance.now() - began),
      holders: [],
      error: error === null ? null : describeError(error),
    },
  });
  const limits = { lockTimeoutMs, statementTimeoutMs: context.steps.validateTimeoutMs };
  const { tries, database, signal } = context;
  const rowIsLeft = async (): Promise<boolean> => {
    const isLeft = `select exists (select ${orphans}) as left`;
    const [row] = await database.read(({ query }) => query<{ readonly left: boolean }>(isLeft), limits);
    return row?.left === true;
  };
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
      if (rows === 0 && !(await rowIsLeft())) return ended(null);
      inVain += 1;
      await pause(Math.random() * tries.firstPauseMs, undefined, { signal });
    }
    return ended(new Error('others change the rows or hold their locks meanwhile'));
  } catch (error) {
    context.signal.throwIfAborted();
    return ended(error);
  }
}
