import { defineCheck, unknown } from '../check.ts';
import { repairCommand } from '../foreign-keys/remedies/statements.ts';
import { exampleRepair, exampleStep } from './examples/repair.ts';
import { repair } from './apply/repair.ts';
import { longLock } from './apply/take-steps.ts';
import { pasteable } from './plan/pasteable.ts';
import { describeLocks } from './plan/script.ts';

export const pendingRepair = defineCheck({
  code: 'pending-repair',
  title: 'A foreign key is not yet as it should be',
  severity: 'error',
  why: 'Until it is, writes are refused that should pass, or pass that should be refused.',
  remedy:
    'Paste the transactions one after the other, or let `--apply` take them: it looks who is in the ' +
    'way, waits its turn in milliseconds, and goes on where an earlier run stopped.',
  needs: { repair },
  judge: ({ repair: seen }) => {
    const { subject, after, state, wanted, steps, refusals, stopped, leaveNotValid } = seen;
    if (subject === null) return unknown('No single key was meant.');
    if (after === 'unknown') return unknown(state);
    if (steps.length === 0) return [];
    const forbidden = refusals.length > 0;
    const { steps: possible, why } = pasteable(seen);
    const long = steps.some(({ readsRows }) => readsRows) && stopped === null ? ` ${longLock}` : '';
    return [
      {
        subject,
        message:
          `${state} Wanted is ` +
          `${wanted}.${stopped === null ? '' : ` ${stopped}`}${long}${why && ` ${why}`}`,
        facts: {
          state: after,
          wanted,
          steps: steps.map(({ title, locks }) => ({ title, locks: describeLocks(locks) })),
          stopped,
        },
        // Asked for: the rows without a parent come first.
        ...(leaveNotValid && after === 'not-valid' ? { severity: 'warning' as const } : {}),
        ...(forbidden
          ? { advice: 'Clear away first what stands against it: `unsafe-repair` says what.' }
          : { sql: possible.map(({ sql }) => sql.join('\n')), command: `${repairCommand(subject)} --apply` }),
      },
    ];
  },
  examples: {
    healthy: exampleRepair(),
    broken: exampleRepair({
      before: 'not-valid',
      after: 'not-valid',
      state: 'It is NOT VALID.',
      steps: [exampleStep()],
    }),
  },
});
