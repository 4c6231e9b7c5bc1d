import type { Attempt } from '../../../src/checks/repair/apply/attempt.ts';
import { exampleHolderOf } from '../../../src/checks/locks/examples/would-block.ts';
import { exampleRepair, exampleStep } from '../../../src/checks/repair/examples/repair.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const attempted = (outcome: Attempt['outcome'], holders: Attempt['holders']): Attempt => ({
  step: exampleStep().title,
  kind: exampleStep().kind,
  locks: 'SHARE UPDATE EXCLUSIVE on public.user_personalization',
  outcome,
  durationMs: 200,
  holders,
  error: null,
});
const other = { ...exampleHolderOf(), pid: 4712, application: 'worker' };
const prepared = (gid: string) => ({ ...exampleHolderOf(), pid: 0, gid, state: 'prepared' });
const gaveUp = (...attempts: readonly Attempt[]): Seen =>
  exampleRepair({
    applied: true,
    before: 'not-valid',
    after: 'not-valid',
    steps: [exampleStep()],
    holders: [exampleHolderOf()],
    attempts: [...attempts],
    stopped: 'It gave up after 2 attempts.',
  });

export const repairScenarios: Scenarios = {
  'blocked-repair': {
    'it gave up, held up by one who is there still and one who is gone': gaveUp(
      attempted('done', []),
      attempted('held-up', [exampleHolderOf(), other]),
    ),
    'it gave up when its time was over': gaveUp(attempted('timed-out', [other])),
    'two prepared transactions are in the way': exampleRepair({
      before: 'not-valid',
      after: 'not-valid',
      steps: [exampleStep()],
      holders: [prepared('order-17'), prepared('order-18')],
    }),
    'it stopped for another reason': gaveUp(attempted('held-up', [other]), attempted('failed', [other])),
  },
};
