import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { stepResultOf, stepResultShape } from '../journey/step.ts';
import type { MuteContext } from './context.ts';
import { contentTypes, kinds, type Kind } from '../preferences/kinds.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { unusedUnmuteRequest, wrongVerbRequest } from '../journey/requests.ts';
import {
  needsWrongVerb,
  routeStatus,
  routeStatusByWrongVerb,
  routeStatuses,
} from '../journey/route-status.ts';
import { unusedValues } from '../journey/values.ts';
import { isExpiring, requireSound, token } from './token.ts';

const routeShape = z.object({
  kind: z.enum(kinds),
  /** By this answer alone; what the lists add, see route-status.ts. */
  status: z.enum(routeStatuses),
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
  const askWrongVerb = () => api.send({ ...wrongVerbRequest(api, kind, value), signal });
  if (plan.readOnly || expiring) {
    const asked = await askWrongVerb();
    return { kind, asked: stepResultOf(asked), status: routeStatusByWrongVerb(asked) };
  }
  const asked = await api.send({ ...unusedUnmuteRequest(api, kind, value), signal });
  const said = stepResultOf(asked);
  // Content types are a closed set: a value that nobody has may well be refused where a real one is not.
  if (kind === 'content-type' && (said.status === 400 || said.status === 422))
    return (await askWithFreeType(context)) ?? { kind, asked: said, status: 'unproven' };
  const wrongVerb = needsWrongVerb(asked) ? await askWrongVerb() : null;
  return { kind, asked: said, status: routeStatus(asked, wrongVerb) };
}

/** Asks with a type that the user has not muted; null where there is none, or that cannot be known. */
async function askWithFreeType(context: MuteContext): Promise<UnmuteRoute | null> {
  const kind = 'content-type';
  const { api, signal } = context;
  const { preferences } = await readPreferences(context, 'look for a content type that is not muted');
  const listed = preferences?.lists[kind];
  const free = contentTypes.find((type) => listed?.includes(type) === false);
  if (free === undefined) return null;
  const asked = await api.send({ ...unusedUnmuteRequest(api, kind, free), signal });
  return { kind, asked: stepResultOf(asked), status: routeStatus(asked, null) };
}
