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

/** Moves batch by batch, until a batch finds none. Goes on where an earlier run stopped. */
export async function moveOrphans(
  context: RepairContext,
  step: Step,
  { make, move, table }: Quarantine,
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
  try {
    await write(context, { statements: make, ...limits });
    for (;;) {
      const rows = await write(context, { statements: [move(batchRows)], ...limits });
      if (rows === 0) return ended(null);
      moved += rows;
      context.progress(`${moved} rows without a parent moved into ${table}`);
    }
  } catch (error) {
    context.signal.throwIfAborted();
    return ended(error);
  }
}
