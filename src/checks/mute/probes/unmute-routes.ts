import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { stepResultOf, stepResultShape, isSuccess, type StepResult } from '../journey/step.ts';
import type { MuteContext } from './context.ts';
import { kinds, type Kind } from '../preferences/kinds.ts';
import { unusedUnmuteRequest, wrongVerbRequest } from '../journey/requests.ts';
import { unusedValues } from '../journey/values.ts';
import { isExpiring, requireSound, token } from './token.ts';

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
    return {
      routes: await Promise.all(kinds.map((kind) => lookFor(context, kind, isExpiring(given.token)))),
    };
  },
});

async function lookFor(context: MuteContext, kind: Kind, expiring: boolean): Promise<UnmuteRoute> {
  const { api, ledger, plan, signal } = context;
  const value = unusedValues(ledger.marker)[kind];
  const wrongVerb = async (): Promise<StepResult> =>
    stepResultOf(await api.send({ ...wrongVerbRequest(api, kind, value), signal }));
  // Somebody in front knows none of the application's routes.
  const isElsewhere = ({ status, fromApi }: StepResult): boolean => status === 404 && !fromApi;
  const onlyReads = plan.readOnly || expiring;
  const asked = onlyReads
    ? await wrongVerb()
    : stepResultOf(await api.send({ ...unusedUnmuteRequest(api, kind, value), signal }));
  if (isElsewhere(asked)) return { kind, asked, status: 'unproven' };
  if (onlyReads)
    return {
      kind,
      asked,
      status: asked.status === 405 ? 'present' : asked.status === 404 ? 'missing' : 'unproven',
    };
  if (asked.status === 405) return { kind, asked, status: 'missing' };
  if (asked.status === 404) return { kind, asked, status: routedAs(asked, await wrongVerb()) };
  const routed = isSuccess(asked.status) || asked.status === 400 || asked.status === 422;
  // 204 has no body by which the application could be told.
  const answers = asked.fromApi || asked.status === 204;
  return { kind, asked, status: routed && answers ? 'present' : 'unproven' };
}

/**
 * 404 is what a handler says of a user without a row, and what a router says of a path that it does not know;
 * either may word it as it likes. Only a routed path knows wrong verbs.
 */
function routedAs(asked: StepResult, wrongVerb: StepResult): UnmuteRoute['status'] {
  if (wrongVerb.status === 405) return 'present';
  return wrongVerb.status === 404 && (wrongVerb.detail === asked.detail || asked.detail === 'Not Found')
    ? 'missing'
    : 'unproven';
}
