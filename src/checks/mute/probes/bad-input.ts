import * as z from 'zod/mini';
import { defineProbe, notAsked } from '../../probe.ts';
import { isSuccess, takeStep, stepResultShape } from '../journey/step.ts';
import { asPage } from '../journey/acts.ts';
import type { MuteContext } from './context.ts';
import { badInputRequests } from '../journey/requests.ts';
import { provenStatus, routeStatuses } from '../journey/route-status.ts';
import { undoRecordOf } from '../journey/values.ts';
import { credentials } from './credentials.ts';
import { requirePreferences, snapshot } from './snapshot.ts';
import { requireLasting, token } from './token.ts';
import { unmuteRoutes } from './unmute-routes.ts';

const badInputShape = z.object({
  attempts: z.array(z.extend(stepResultShape, { step: z.string() })),
  /** Steps that were not taken, since a lenient server would keep what could not be unmuted. */
  heldBack: z.optional(z.array(z.object({ step: z.string(), route: z.enum(routeStatuses) }))),
});

/**
 * Mutes that must be refused, and how they are. What a lenient server stores of them, the clean-up removes.
 */
export const badInput = defineProbe({
  name: 'bad-input',
  effect: 'write',
  shape: badInputShape,
  needs: { token, snapshot, unmuteRoutes },
  after: [credentials],
  observe: async (context: MuteContext, given) => {
    if (context.plan.readOnly)
      return notAsked({ with: '--read-only' }, 'with --read-only nothing is sent that a server might store');
    requireLasting(given.token);
    const before = requirePreferences(given.snapshot);
    const { api, journal, ledger, plan } = context;
    await journal.open(undoRecordOf(context, before));
    const routes = given.unmuteRoutes.routes.map((route) => ({
      ...route,
      proven: provenStatus(route, before),
    }));
    const requests = badInputRequests(api, ledger.marker).map((request) => ({
      ...request,
      route: routes.find(({ kind }) => kind === request.stores?.kind)?.proven ?? 'present',
    }));
    const isSent = ({ route }: (typeof requests)[number]): boolean =>
      plan.allowResidue || route === 'present';
    const attempts = await Promise.all(
      requests.filter(isSent).map(async ({ stores, ...request }) => {
        const attempt = { step: request.step, ...(await takeStep(context, asPage(context, request))) };
        // What was let in may be stored, whatever a read says.
        if (stores && (attempt.status === null || isSuccess(attempt.status))) ledger.sent(stores);
        return attempt;
      }),
    );
    return {
      attempts,
      heldBack: requests.filter((request) => !isSent(request)).map(({ step, route }) => ({ step, route })),
    };
  },
});
