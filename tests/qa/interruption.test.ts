import { expect, it } from 'vitest';
import type { Io } from '../../src/qa/command.ts';
import { listenForSignals } from '../../src/qa/interruption.ts';

type Listener = Parameters<Io['onSignal']>[0];

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s stops a run, which ends with %d; the second makes it give up', (signal, code) => {
  let send: Listener = () => undefined;
  let released = 0;
  const { interruption, release } = listenForSignals({
    onSignal: (listener) => {
      send = listener;
      return () => void (released += 1);
    },
  });
  const state = () => [interruption.exitCode(), interruption.signal.aborted, interruption.giveUp.aborted];
  expect(state()).toEqual([null, false, false]);
  send(signal);
  expect(state()).toEqual([code, true, false]);
  expect(String(interruption.signal.reason)).toContain('interrupted');
  send('SIGTERM');
  // It still ends as it was told first.
  expect(state()).toEqual([code, true, true]);
  expect(String(interruption.giveUp.reason)).toContain('interrupted twice');
  release();
  expect(released).toBe(1);
});
