import type { Interruption, Io } from './command.ts';

/** Turns the process's signals into one that stops a run and, at the second, one that makes it give up. */
export function listenForSignals(io: Pick<Io, 'onSignal'>): {
  readonly interruption: Interruption;
  readonly release: () => void;
} {
  const stop = new AbortController();
  const giveUp = new AbortController();
  let code: number | null = null;
  const release = io.onSignal((signal) => {
    if (code !== null) return giveUp.abort(new Error('interrupted twice'));
    code = signal === 'SIGINT' ? 130 : 143;
    stop.abort(new Error('interrupted'));
  });
  return { interruption: { signal: stop.signal, giveUp: giveUp.signal, exitCode: () => code }, release };
}
