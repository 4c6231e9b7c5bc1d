import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { untilAborted } from '../../../src/checks/support/until-aborted.ts';

const never = (): Promise<never> => new Promise(() => undefined);

it('the work ends as it ends, where nobody interrupts it', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
  await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

it('the signal’s reason ends the wait, whether it fires later or has fired', async () => {
  const controller = new AbortController();
  const waiting = untilAborted(never(), controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(untilAborted(never(), controller.signal)).rejects.toThrow('enough');
});

it('nobody listens to the signal once the work has ended', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
  await Promise.resolve();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
