import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { stepResultOf } from '../journey/step.ts';
import type { MuteContext } from './context.ts';
import { badInput } from './bad-input.ts';
import { journey } from './journey.ts';

const hiddenErrorsShape = z.object({
  /**
   * Refused mutes, as a page would send them, whose answer no page may read. One for each status and path.
   */
  errors: z.array(z.object({ exchange: z.number(), path: z.string(), status: z.number() })),
});

/** What a browser would have hidden of the mutes that were refused: it sends nothing of its own. */
export const hiddenErrors = defineProbe({
  name: 'hidden-errors',
  effect: 'read',
  shape: hiddenErrorsShape,
  after: [journey, badInput],
  observe: async ({ api, plan }: MuteContext) => {
    if (plan.origin === null) return { errors: [] };
    const errors = new Map<string, { exchange: number; path: string; status: number }>();
    for (const exchange of api.exchanges) {
      const { id, request, answer } = exchange;
      // Every mute with the token is sent with the page's Origin. An edge's own answer says nothing of the
      // API.
      const isMute = request.method === 'POST' && request.authorization === 'token';
      if (!isMute || answer === null || answer.status < 400 || !stepResultOf(exchange).fromApi) continue;
      if (answer.headers['access-control-allow-origin'] !== undefined) continue;
      const { path } = request;
      errors.set(`${answer.status} ${path}`, { exchange: id, path, status: answer.status });
    }
    return { errors: [...errors.values()] };
  },
});
