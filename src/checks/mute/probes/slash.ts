import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { readWithoutSlashRequest } from '../journey/requests.ts';
import { requireSound, token } from './token.ts';

const slashShape = z.object({
  /** Status of GET `…/personalization`; null without an answer. */
  status: z.nullable(z.number()),
  location: z.nullable(z.string()),
});

/** GET without the slash, beside the snapshot's GET with it. */
export const slash = defineProbe({
  name: 'slash',
  effect: 'read',
  shape: slashShape,
  needs: { token },
  observe: async (context: MuteContext, given) => {
    requireSound(given.token);
    const { answer } = await context.api.send({
      ...readWithoutSlashRequest(context.api),
      signal: context.signal,
    });
    return { status: answer?.status ?? null, location: answer?.headers.location ?? null };
  },
});
