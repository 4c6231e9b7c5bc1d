import * as z from 'zod/mini';
import { defineProbe, notAsked } from '../../probe.ts';
import { isSuccess, takeStep, stepResultShape } from '../journey/step.ts';
import { asPage } from '../journey/acts.ts';
import type { MuteContext } from './context.ts';
import { badInputRequests } from '../journey/requests.ts';
import { undoRecordOf } from '../journey/values.ts';
import { credentials } from './credentials.ts';
import { requirePreferences, snapshot } from './snapshot.ts';
import { requireLasting, token } from './token.ts';

const badInputShape = z.object({ attempts: z.array(z.extend(stepResultShape, { step: z.string() })) });

/**
 * Mutes that must be refused, and how they are. What a lenient server stores of them, the clean-up removes.
 */
export const badInput = defineProbe({
  name: 'bad-input',
  effect: 'write',
  shape: badInputShape,
  needs: { token, snapshot },
  after: [credentials],
  observe: async (context: MuteContext, given) => {
    if (context.plan.readOnly)
      return notAsked({ with: '--read-only' }, 'with --read-only nothing is sent that a server might store');
    requireLasting(given.token);
    const before = requirePreferences(given.snapshot);
    const { api, journal, ledger } = context;
    await journal.open(undoRecordOf(context, before));
    const attempts = await Promise.all(
      badInputRequests(api, ledger.marker).map(async ({ stores, ...request }) => {
        const attempt = { step: request.step, ...(await takeStep(context, asPage(context, request))) };
        // What was let in may be stored, whatever a read says.
        if (stores && (attempt.status === null || isSuccess(attempt.status))) ledger.sent(stores);
        return attempt;
      }),
    );
    return { attempts };
  },
});
