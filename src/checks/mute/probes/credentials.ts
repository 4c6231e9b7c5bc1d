import * as z from 'zod/mini';
import type { ApiRequest } from '../../http/client/api.ts';
import { defineProbe } from '../../probe.ts';
import { takeStep, stepResultOf, stepResultShape, isSuccess, type StepResult } from '../journey/step.ts';
import type { MuteContext } from './context.ts';
import type { Kind } from '../preferences/kinds.ts';
import type { Preferences } from '../preferences/preferences.ts';
import {
  credentialRequests,
  emptyMuteStep,
  isAboutBody,
  muteRequest,
  unmuteRequest,
  wholeMuteStep,
} from '../journey/requests.ts';
import { undoableKinds } from '../journey/route-status.ts';
import { intruderValue, undoRecordOf, unusedValues } from '../journey/values.ts';
import { snapshot } from './snapshot.ts';
import { isExpiring, requireSound, token } from './token.ts';
import { unmuteRoutes } from './unmute-routes.ts';

const attemptShape = z.extend(stepResultShape, {
  step: z.string(),
  authorization: z.enum(['none', 'forged', 'malformed']),
});
const credentialsShape = z.object({ attempts: z.array(attemptShape) });
export type Attempt = z.infer<typeof attemptShape>;

/** Who is let in without a valid token. */
export const credentials = defineProbe({
  name: 'credentials',
  effect: 'write',
  shape: credentialsShape,
  // What cannot be undone is not entered with; and the journey, the longest chain of round trips, begins
  // uncrowded.
  needs: { token, unmuteRoutes, snapshot },
  observe: async (context: MuteContext, given) => {
    requireSound(given.token);
    const { api, ledger, plan, signal } = context;
    const onlyReads = plan.readOnly || isExpiring(given.token);
    const requests = credentialRequests(api, unusedValues(ledger.marker), onlyReads);
    const attempts = await Promise.all(
      requests.map(async (request) => attempt(request, stepResultOf(await api.send({ ...request, signal })))),
    );
    const before = given.snapshot.preferences;
    const undoable = undoableKinds(given.unmuteRoutes.routes, before);
    return { attempts: [...attempts, ...(await enter(context, attempts, undoable, before))] };
  },
});

/**
 * A mute without a token whose *body* was refused: was it let in? Only a whole mute tells. It is sent for a
 * value of ours, and undone in the same way at once; the clean-up looks for it under the user's own name too.
 */
async function enter(
  context: MuteContext,
  attempts: readonly Attempt[],
  undoable: readonly Kind[],
  before: Preferences | null,
): Promise<Attempt[]> {
  const { api, journal, ledger } = context;
  const doubtful = undoable.filter((kind) =>
    attempts.some(({ step, status }) => step === emptyMuteStep(kind) && isAboutBody(status)),
  );
  const values = doubtful.flatMap((kind): { kind: Kind; value: string }[] => {
    const value = intruderValue(kind, ledger.marker);
    return value === null ? [] : [{ kind, value }];
  });
  if (values.length === 0 || before === null) return [];
  await journal.open(undoRecordOf(context, before));
  const entered = await Promise.all(
    values.map(async ({ kind, value }) => {
      const request: ApiRequest = {
        ...muteRequest(api, kind, value, wholeMuteStep(kind)),
        authorization: 'none',
      };
      const muted = attempt(request, await takeStep(context, request));
      if (!isSuccess(muted.status)) return [muted];
      ledger.sent({ kind, value });
      const undo: ApiRequest = {
        ...unmuteRequest(api, kind, value, `undo the mute of ${kind} without a token`),
        authorization: 'none',
      };
      return [muted, attempt(undo, await takeStep(context, undo))];
    }),
  );
  return entered.flat();
}

function attempt({ step, authorization }: ApiRequest, sent: StepResult): Attempt {
  return {
    ...sent,
    step,
    authorization: authorization === undefined || authorization === 'token' ? 'none' : authorization,
  };
}
