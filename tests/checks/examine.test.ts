import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineCheck } from '../../src/checks/check.ts';
import { examine } from '../../src/checks/examine.ts';
import { defineProbe } from '../../src/checks/probe.ts';

const looks: string[] = [];

const first = defineProbe({
  name: 'first',
  effect: 'read',
  shape: z.number(),
  observe: () => Promise.resolve(looks.push('first')),
});

const second = defineProbe({
  name: 'second',
  effect: 'read',
  shape: z.number(),
  needs: { first },
  observe: () => Promise.resolve(looks.push('second')),
});

const check = defineCheck({
  code: 'second-look',
  title: 'There was a second look',
  severity: 'info',
  why: 'It is one.',
  remedy: 'None.',
  needs: { second },
  judge: ({ second: count }) => (count === 2 ? [{ subject: 'look', message: 'There were two.' }] : []),
  examples: { healthy: { second: 1 }, broken: { second: 2 } },
});

const context = { signal: new AbortController().signal, progress: () => undefined };

it('lets what waits for nothing look while the checks are loaded, and judges the same', async () => {
  looks.length = 0;
  const load = async () => {
    // Would wait for ever, if the first look waited for it.
    await expect.poll(() => looks).toEqual(['first']);
    return [check];
  };
  const late = await examine({ checks: load, always: [first, second], context });
  const lateLooks = looks.splice(0);
  const early = await examine({ checks: [check], context });
  expect([lateLooks, looks]).toEqual([
    ['first', 'second'],
    ['first', 'second'],
  ]);
  expect(early.verdicts.map(({ status }) => status)).toEqual(['found']);
  expect(late).toEqual({ ...early, timings: expect.any(Array) });
});

it('rejects with what kept the checks from being loaded', async () => {
  const load = () => Promise.reject(new Error('--only nonsense is not a check of this command'));
  await expect(examine({ checks: load, always: [first], context })).rejects.toThrow('nonsense');
});
