import * as z from 'zod/mini';
import { defineProbe, notAsked, unknown, type Withheld } from '../../probe.ts';
import { mute, unmute } from '../journey/acts.ts';
import type { MuteContext } from './context.ts';
import { summarise, summaryShape } from '../latency/summary.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { undoableKinds } from '../journey/route-status.ts';
import { probeValue, undoRecordOf } from '../journey/values.ts';
import { journey } from './journey.ts';
import { requirePreferences, snapshot } from './snapshot.ts';
import { requireLasting, token } from './token.ts';
import { unmuteRoutes } from './unmute-routes.ts';

const latencyShape = z.object({
  kind: z.enum(['source', 'theme']),
  rounds: z.number(),
  steps: z.array(summaryShape),
});
export type LatencyEvidence = z.infer<typeof latencyShape>;

/**
 * Rounds of mute, read, unmute, one request at a time: what a user waits for who taps. It is a round and not
 * the whole journey, so that N rounds cost 3 × N requests, and requests beside each other do not make each
 * other slow.
 */
export const latency = defineProbe({
  name: 'latency',
  effect: 'write',
  shape: latencyShape,
  needs: { token, snapshot, unmuteRoutes },
  after: [journey],
  observe: async (context: MuteContext, given): Promise<LatencyEvidence | Withheld> => {
    const { api, journal, ledger, plan, progress, signal } = context;
    if (plan.readOnly) return notAsked({ with: '--read-only' }, 'with --read-only nothing is muted');
    requireLasting(given.token);
    const before = requirePreferences(given.snapshot);
    const undoable = undoableKinds(given.unmuteRoutes.routes, before);
    const kind = (['theme', 'source'] as const).find((each) => undoable.includes(each));
    if (kind === undefined)
      return unknown('neither a theme nor a source can be unmuted, so nothing was muted again and again');
    await journal.open(undoRecordOf(context, before));
    const value = probeValue(kind, ledger.marker);
    const exchanges: { step: string; exchange: number }[] = [];
    const note = (step: string, { exchange }: { readonly exchange: number }): unknown =>
      exchanges.push({ step, exchange });
    let rounds = 0;
    while (rounds < plan.repeat && !signal.aborted) {
      progress(`round ${rounds + 1} of ${plan.repeat}`);
      note(`mute ${kind}`, await mute(context, kind, value));
      note('read', await readPreferences(context, 'read'));
      note(`unmute ${kind}`, await unmute(context, kind, value));
      rounds += 1;
    }
    const total = new Map(
      api.exchanges.filter(({ answer }) => answer !== null).map(({ id, phases }) => [id, phases.total]),
    );
    const steps = [`mute ${kind}`, 'read', `unmute ${kind}`].map((step) =>
      summarise(
        step,
        exchanges.filter((each) => each.step === step).flatMap(({ exchange }) => total.get(exchange) ?? []),
      ),
    );
    return { kind, rounds, steps };
  },
});
