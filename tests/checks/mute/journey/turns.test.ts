import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../../../src/checks/mute/journey/turns.ts';

/** Work that says when it begins and ends. */
function noted(log: string[], name: string, ms = 5): () => Promise<string> {
  return async () => {
    log.push(`${name} begins`);
    await wait(ms);
    log.push(`${name} ends`);
    return name;
  };
}

it('runs side by side what is beside, and gives back what each gave', async () => {
  const log: string[] = [];
  const turns = createTurns();
  const results = await Promise.all([turns.beside(noted(log, 'a', 10)), turns.beside(noted(log, 'b', 1))]);
  expect(results).toEqual(['a', 'b']);
  expect(log).toEqual(['a begins', 'b begins', 'b ends', 'a ends']);
});

it('begins what is alone when all others have ended, and lets the next wait for it', async () => {
  const log: string[] = [];
  const turns = createTurns();
  await Promise.all([
    turns.beside(noted(log, 'a')),
    turns.alone(noted(log, 'b')),
    turns.beside(noted(log, 'c')),
    turns.alone(noted(log, 'd')),
  ]);
  expect(log).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('goes on after what fails, and rejects with its reason', async () => {
  const turns = createTurns();
  const failed = turns.alone(() => Promise.reject(new Error('refused')));
  const beside = turns.beside(() => Promise.reject(new Error('reset')));
  await expect(failed).rejects.toThrow('refused');
  await expect(beside).rejects.toThrow('reset');
  expect(await turns.alone(async () => 'done')).toBe('done');
});
