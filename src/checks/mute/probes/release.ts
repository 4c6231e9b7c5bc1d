import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { journey } from './journey.ts';
import type { MuteContext } from './context.ts';
import { requireSound, token } from './token.ts';

const releaseShape = z.object({
  /** A value that was muted twice was listed twice, as in January 2026; false where nothing was muted. */
  appendsTwice: z.boolean(),
});

/** By what the run has seen anyway, which release this may be. It asks nothing. */
export const release = defineProbe({
  name: 'release',
  effect: 'read',
  shape: releaseShape,
  needs: { token },
  after: [journey],
  observe: async ({ ledger }: MuteContext, given) => {
    requireSound(given.token);
    return { appendsTwice: ledger.appendsTwice };
  },
});
