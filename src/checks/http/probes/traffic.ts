import * as z from 'zod/mini';
import { defineProbe, unknown } from '../../probe.ts';
import type { ApiContext } from './context.ts';
import { exchangeShape, type Exchange } from '../exchange/exchange.ts';
import { localNetworkStates, stateOfLocalNetwork } from '../client/local-network.ts';
import { speaksTls } from '../client/speaks-tls.ts';

const trafficShape = z.object({
  /** In the order of sending; never empty. */
  exchanges: z.array(exchangeShape),
  /** Asked only when nothing was answered at all. */
  localNetwork: z.enum(localNetworkStates),
  /** Plain http was not answered, and the port shakes hands in TLS; absent where nobody had to ask. */
  wantsTls: z.optional(z.boolean()),
  /** Milliseconds. */
  warnMs: z.number(),
  failMs: z.number(),
});
export type Traffic = z.infer<typeof trafficShape>;

/** Every exchange of the run, whatever sent it. It asks nothing itself, so it looks after all the others. */
export const traffic = defineProbe({
  name: 'traffic',
  effect: 'read',
  last: true,
  shape: trafficShape,
  observe: async ({ api, thresholds, signal }: ApiContext) => {
    const exchanges = api.exchanges.map(withoutBulk);
    if (exchanges.length === 0) return unknown('nothing was sent');
    const answered = exchanges.some(({ answer }) => answer !== null);
    // Who hangs up on plain http may be a server of TLS: one handshake tells.
    const hungUp =
      !answered && exchanges.every(({ failure }) => /^(reset|protocol)$/.test(failure?.layer ?? ''));
    const wantsTls = hungUp && api.origin.startsWith('http:') && (await speaksTls(api.origin, signal));
    return {
      exchanges,
      ...(wantsTls && { wantsTls }),
      localNetwork: answered
        ? ('not-checked' as const)
        : await stateOfLocalNetwork(new URL(api.origin).hostname, exchanges),
      ...thresholds,
    };
  },
});

/** Bytes of a body up to which its JSON is evidence as a whole. */
const bulky = 65_536;

/**
 * Of a large body only the first level stays, lists and objects emptied: forty answers of a megabyte are no
 * evidence, and no report.
 */
function withoutBulk(exchange: Exchange): Exchange {
  const { answer } = exchange;
  if (
    answer === null ||
    answer.body.bytes <= bulky ||
    typeof answer.body.json !== 'object' ||
    answer.body.json === null
  )
    return exchange;
  const { json, ...body } = answer.body;
  const emptied = Object.entries(json)
    .slice(0, 50)
    .map(([name, value]) => [name.slice(0, 200), emptiedValue(value)]);
  return {
    ...exchange,
    answer: { ...answer, body: { ...body, json: Array.isArray(json) ? [] : Object.fromEntries(emptied) } },
  };
}

function emptiedValue(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 500);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? [] : {};
}
