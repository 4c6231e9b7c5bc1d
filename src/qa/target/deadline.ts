import { setMaxListeners } from 'node:events';
import type { App } from '../command.ts';

/** A signal for the whole run: aborted when the user interrupts, or after so many milliseconds. */
export function runDeadline(
  deadlineMs: number,
  { interruption }: Pick<App, 'interruption'>,
): { readonly signal: AbortSignal; readonly ends: () => void } {
  const over = new AbortController();
  const timer = setTimeout(
    () => over.abort(new Error(`the deadline of ${deadlineMs / 1000} s was over`)),
    deadlineMs,
  );
  timer.unref();
  const signal = AbortSignal.any([interruption.signal, over.signal]);
  // Each request under way listens: more than ten listeners are not a leak.
  setMaxListeners(0, signal);
  return { signal, ends: () => clearTimeout(timer) };
}
