import { defineCheck } from '../check.ts';
import { exampleRepair } from './examples/repair.ts';
import { repair } from './apply/repair.ts';

export const unsafeRepair = defineCheck({
  code: 'unsafe-repair',
  title: 'A repair is refused: it would fail, or do what nobody asked for',
  severity: 'error',
  why: 'A repair that begins and cannot end leaves a table worse than it was.',
  remedy: 'Clear away what stands against it, then repair.',
  needs: { repair },
  judge: ({ repair: { subject, refusals } }) =>
    subject === null || refusals.length === 0
      ? []
      : [
          {
            subject,
            message: refusals.map(({ reason }) => reason).join(' '),
            facts: { reasons: refusals.map(({ reason }) => reason) },
            advice: refusals.map(({ advice }) => advice).join(' '),
            sql: refusals.flatMap(({ sql }) => sql),
          },
        ],
  examples: {
    healthy: exampleRepair(),
    broken: exampleRepair({
      before: 'missing',
      after: 'missing',
      refusals: [
        {
          reason: 'This server is a standby: it can only be read.',
          advice: 'Repair the key on the primary.',
          sql: [],
        },
      ],
    }),
  },
});
