import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { DeploymentContext } from './context.ts';

/** What was asked for, kept as evidence so that a saved report can be judged again. */
export const expectations = defineProbe({
  name: 'expectations',
  effect: 'read',
  shape: z.object({
    commit: z.nullable(z.string()),
    version: z.nullable(z.string()),
    environment: z.nullable(z.string()),
    values: z.array(
      z.object({
        pointer: z.string(),
        value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      }),
    ),
  }),
  observe: async ({ expected }: DeploymentContext) => ({ ...expected, values: [...expected.values] }),
});
