import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { isSqlState } from '../../postgres/session/errors.ts';
import type { RepairContext } from './context.ts';
import { describeHolder, holderShape, obstacles, type Holder } from '../../locks/look/holder.ts';
import { readHolders } from '../../locks/probes/holders.ts';
import { stepKinds, type Step } from '../plan/steps.ts';
import { describeLocks, lockTimeout, statementTimeout } from '../plan/script.ts';
import { write } from './write.ts';

export const attemptShape = z.object({
  step: z.string(),
  kind: z.enum(stepKinds),
  /** The locks that it takes: `ACCESS EXCLUSIVE on public.child`. */
  locks: z.string(),
  /**
   * `held-up`: not tried, since the look before saw who would be waited for. `timed-out`: tried, and a lock
   * did not come. `overtaken`: the key was changed between the look and the try.
   */
  outcome: z.enum(['done', 'held-up', 'timed-out', 'overtaken', 'failed']),
  /** Milliseconds of the transaction; 0 where it was not tried. */
  durationMs: z.number(),
  holders: z.array(holderShape),
  error: z.nullable(z.string()),
});
export type Attempt = z.infer<typeof attemptShape>;

/** One try of one step: looks first, from another connection, and goes only where the way is clear. */
export async function attempt(context: RepairContext, step: Step): Promise<Attempt> {
  const lockTimeoutMs = lockTimeout(step, context.steps);
  const ended = (
    outcome: Attempt['outcome'],
    began: number | null,
    holders: readonly Holder[],
    error: unknown = null,
  ): Attempt => ({
    step: step.title,
    kind: step.kind,
    locks: describeLocks(step.locks),
    outcome,
    durationMs: began === null ? 0 : Math.round(performance.now() - began),
    holders: [...holders],
    error: error === null ? null : describeError(error),
  });
  const before = obstacles(await look(context, step, null), lockTimeoutMs);
  if (before.length > 0) return ended('held-up', null, before);

  const began = performance.now();
  // Whoever holds it is seen best while we wait; afterwards he may be gone.
  let watched: Promise<readonly Holder[]> = Promise.resolve([]);
  let timer: NodeJS.Timeout | undefined;
  try {
    await write(context, {
      statements: guarded(step),
      lockTimeoutMs,
      statementTimeoutMs: statementTimeout(step, context.steps),
      onBegin: (pid) => {
        timer = setTimeout(() => (watched = look(context, step, pid).catch(() => [])), lockTimeoutMs / 2);
      },
    });
    return ended('done', began, []);
  } catch (error) {
    context.signal.throwIfAborted();
    if (isSqlState(error, 'premise') && step.premises.length > 0) return ended('overtaken', began, [], error);
    const waited = isSqlState(error, 'lockTimeout') || isSqlState(error, 'deadlock');
    if (!waited) return ended('failed', began, [], error);
    const seen = await watched;
    return ended('timed-out', began, seen.length > 0 ? seen : await look(context, step, null), error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The statements behind a look at their premises, in the same message: two repairs at once would else drop,
 * by its name, the key that the other one has just made. What is left between look and lock another repair
 * cannot end in: its validation would have to pass us in the queue.
 */
function guarded({ statements, premises }: Step): string[] {
  if (premises.length === 0) return [...statements];
  const there =
    '(select pg_catalog.count(*) from pg_catalog.pg_constraint as k where k.oid = any ' +
    `('{${premises.join(',')}}'::oid[])) = ${premises.length}`;
  // A text that is no number is the only error that plain SQL can raise with words of ours.
  return [
    `select (case when ${there} then '0' else 'the key was changed meanwhile' end)::int;`,
    ...statements,
  ];
}

function look(
  { database, limits }: RepairContext,
  { locks }: Step,
  except: number | null,
): Promise<Holder[]> {
  return readHolders(database, locks, limits, except);
}

/**
 * Tries until it is done, something else than a lock is wrong, or the tries or the patience are used up.
 * `again` says before each further try whether the step is still the one to take: another repair may have
 * taken it.
 */
export async function tryStep(
  context: RepairContext,
  step: Step,
  attempts: Attempt[],
  again: () => Promise<boolean>,
): Promise<'done' | 'failed' | 'given-up' | 'overtaken'> {
  const { tries, signal, progress } = context;
  const until = performance.now() + tries.patienceMs;
  for (let nth = 1; ; nth += 1) {
    progress(step.title);
    const last = await attempt(context, step);
    attempts.push(last);
    if (last.outcome === 'done' || last.outcome === 'failed' || last.outcome === 'overtaken')
      return last.outcome;
    const [blocker] = last.holders;
    progress(
      `${step.title}, try ${nth}: ` +
        `${blocker === undefined ? 'a lock did not come in time' : describeHolder(blocker)}`,
    );
    // Full jitter: several that retry, of us or of others, do not meet again.
    const wait = Math.random() * Math.min(tries.longestPauseMs, tries.firstPauseMs * 2 ** (nth - 1));
    if (nth >= tries.most || performance.now() + wait > until) return 'given-up';
    await pause(wait, undefined, { signal });
    if (!(await again())) return 'overtaken';
  }
}
