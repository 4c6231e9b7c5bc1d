import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { stepResultOf, stepResultShape } from '../journey/step.ts';
import type { Exchange } from '../../http/exchange/exchange.ts';
import type { MuteContext } from './context.ts';
import { contentTypes, kinds, type Kind } from '../preferences/kinds.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { unusedUnmuteRequest, wrongVerbRequest } from '../journey/requests.ts';
import {
  knowsRoute,
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
  /** An answer to the same by which there is such an endpoint, where the first said that there is none. */
  otherwise: z.optional(stepResultShape),
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

/** How often an endpoint is looked for again before it is called missing. */
const timesAgain = 3;

async function lookFor(context: MuteContext, kind: Kind, expiring: boolean): Promise<UnmuteRoute> {
  const { api, ledger, plan, signal } = context;
  const value = unusedValues(ledger.marker)[kind];
  const askWrongVerb = () => api.send({ ...wrongVerbRequest(api, kind, value), signal });
  if (plan.readOnly || expiring) {
    const asked = await askWrongVerb();
    const route = { kind, asked: stepResultOf(asked), status: routeStatusByWrongVerb(asked) };
    return askAgain(route, askWrongVerb, (each) => routeStatusByWrongVerb(each) === 'present');
  }
  const ask = () => api.send({ ...unusedUnmuteRequest(api, kind, value), signal });
  const asked = await ask();
  const said = stepResultOf(asked);
  // Content types are a closed set: a value that nobody has may well be refused where a real one is not.
  if (kind === 'content-type' && (said.status === 400 || said.status === 422))
    return (await askWithFreeType(context)) ?? { kind, asked: said, status: 'unproven' };
  const wrongVerb = needsWrongVerb(asked) ? await askWrongVerb() : null;
  const route = { kind, asked: said, status: routeStatus(asked, wrongVerb) };
  return askAgain(route, ask, (each) => knowsRoute(each, wrongVerb));
}

/** Of replicas in turns one may lack what the others have: then nothing is proven. */
async function askAgain(
  route: UnmuteRoute,
  ask: () => Promise<Exchange>,
  knows: (again: Exchange) => boolean,
): Promise<UnmuteRoute> {
  if (route.status !== 'missing') return route;
  // Side by side, so that each takes a connection of its own, and with it perhaps another replica.
  const again = await Promise.all(Array.from({ length: timesAgain }, ask));
  const otherwise = again.find(knows);
  return otherwise === undefined
    ? route
    : { ...route, status: 'unproven', otherwise: stepResultOf(otherwise) };
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
