import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { stepResultOf, stepResultShape, isSuccess, isUnrouted, type StepResult } from '../journey/step.ts';
import type { MuteContext } from './context.ts';
import { kinds, type Kind } from '../preferences/kinds.ts';
import { unusedUnmuteRequest, wrongVerbRequest } from '../journey/requests.ts';
import { unusedValues } from '../journey/values.ts';
import { requireSound, token } from './token.ts';

const routeShape = z.object({
  kind: z.enum(kinds),
  /** `unproven`: the answer says neither. */
  status: z.enum(['present', 'missing', 'unproven']),
  /** The unmute of a value that nobody has; with --read-only the wrong verb instead. */
  asked: stepResultShape,
});
export type UnmuteRoute = z.infer<typeof routeShape>;

/** Whether each kind can be unmuted, learned before it is muted. */
export const unmuteRoutes = defineProbe({
  name: 'unmute-routes',
  effect: 'read',
  shape: z.object({ routes: z.array(routeShape) }),
  needs: { token },
  observe: async (context: MuteContext, given) => {
    requireSound(given.token);
    return { routes: await Promise.all(kinds.map((kind) => lookFor(context, kind))) };
  },
});

async function lookFor(context: MuteContext, kind: Kind): Promise<UnmuteRoute> {
  const { api, ledger, plan, signal } = context;
  const value = unusedValues(ledger.marker)[kind];
  const wrongVerb = async (): Promise<StepResult> =>
    stepResultOf(await api.send({ ...wrongVerbRequest(api, kind, value), signal }));
  const asked = plan.readOnly
    ? await wrongVerb()
    : stepResultOf(await api.send({ ...unusedUnmuteRequest(api, kind, value), signal }));
  if (plan.readOnly)
    return {
      kind,
      asked,
      status: asked.status === 405 ? 'present' : isUnrouted(asked) ? 'missing' : 'unproven',
    };
  if (asked.status === 405) return { kind, asked, status: 'missing' };
  if (isUnrouted(asked)) {
    // A handler may word "the user has no row" as the framework words "no such path"; only a routed path
    // knows wrong verbs.
    return { kind, asked, status: (await wrongVerb()).status === 405 ? 'present' : 'missing' };
  }
  const routed = isSuccess(asked.status) || [400, 404, 422].includes(asked.status ?? 0);
  return { kind, asked, status: routed && asked.fromApi ? 'present' : 'unproven' };
}
