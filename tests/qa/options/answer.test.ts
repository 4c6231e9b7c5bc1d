import { expect, it } from 'vitest';
import { answerTo } from '../../../src/qa/options/answer.ts';
import { ownProcesses } from '../../support/own-processes.ts';

const app = (
  ask: ((question: string, signal: AbortSignal) => Promise<string>) | undefined,
  code: number | null,
) => ({
  io: {
    environment: {},
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    ...(ask !== undefined && { ask }),
  },
  interruption: {
    signal: AbortSignal.abort(),
    giveUp: new AbortController().signal,
    exitCode: () => code,
  },
});
const closed = async (): Promise<string> => {
  throw new Error('the terminal was closed');
};

it('what is typed is taken without the space around it; nothing, where nobody sits there', async () => {
  expect(
    await answerTo(
      'Really?',
      app(async (question) => ` yes to ${question} \n`, null),
    ),
  ).toBe('yes to Really?');
  expect(await answerTo('Really?', app(undefined, null))).toBe('');
});

it('who asks is told of an interrupt, by the run’s signal unless by another', async () => {
  const seen: boolean[] = [];
  const ask = async (_: string, { aborted }: AbortSignal): Promise<string> => {
    seen.push(aborted);
    return '';
  };
  await answerTo('?', app(ask, null));
  await answerTo('?', app(ask, null), new AbortController().signal);
  expect(seen).toEqual([true, false]);
});

it.each([
  ['of an interrupt', 130, 'Interrupted; nothing was changed.', 130],
  [
    'of a closed terminal',
    null,
    'The question was not answered, so nothing was changed: the terminal was closed.',
    2,
  ],
])('for want %s nothing is changed', async (_, code, message, exitCode) => {
  await expect(answerTo('?', app(closed, code))).rejects.toMatchObject({ message, exitCode });
});
