import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Exchange } from '../../http/exchange/exchange.ts';
import { describeError } from '../../support/describe-error.ts';
import { defineProbe } from '../../probe.ts';
import type { DeploymentContext } from './context.ts';
import { readHealth } from '../health/health-body.ts';
import { saysThatNobodyIsThere } from '../../http/exchange/gateway.ts';
import { answeredByEdge } from '../../http/exchange/railway-edge.ts';
import { whyUnheard } from '../health/application-answer.ts';

export const sampleShape = z.object({
  /** Milliseconds since the window began. */
  atMs: z.number(),
  path: z.string(),
  status: z.nullable(z.number()),
  /** Railway's edge spoke in the app's place. */
  edge: z.boolean(),
  /** Why the answer says nothing of the application, in a sentence; absent where it may be its own. */
  unheard: z.optional(z.string()),
  /** Whoever answered said that there is no application behind it. */
  gone: z.optional(z.boolean()),
  /** Why there was no answer. */
  failure: z.nullable(z.string()),
  state: z.nullable(z.enum(['good', 'bad'])),
  version: z.nullable(z.string()),
  environment: z.nullable(z.string()),
  commit: z.nullable(z.string()),
  instance: z.nullable(z.string()),
  uptimeSeconds: z.nullable(z.number()),
  milliseconds: z.number(),
});
export type Sample = z.infer<typeof sampleShape>;

export const observationShape = z.object({
  /** 0 when a single look was asked for; there are no samples then. */
  windowMs: z.number(),
  samples: z.array(sampleShape),
  /** Why it ended before the window did; null where it did not. */
  stopped: z.nullable(z.string()),
});
export type Observation = z.infer<typeof observationShape>;

/** Looks at liveness and readiness again and again, evenly over a window. */
export const observation = defineProbe({
  name: 'observation',
  effect: 'read',
  givesPartialEvidence: true,
  shape: observationShape,
  observe: async ({
    observation: plan,
    routes,
    named,
    signal,
    progress,
  }: DeploymentContext): Promise<Observation> => {
    if (plan === null) return { windowMs: 0, samples: [], stopped: null };
    const samples: Sample[] = [];
    const began = performance.now();
    const paths = [...new Set([routes.liveness, routes.readiness])];
    const isNamed = (path: string): boolean =>
      (named.liveness && path === routes.liveness) || (named.readiness && path === routes.readiness);
    const { windowMs } = plan;
    for (let round = 0; round < plan.samples; round += 1) {
      const due = (plan.windowMs * round) / Math.max(1, plan.samples - 1);
      let atMs: number;
      let seen: Exchange[];
      try {
        await sleep(Math.max(0, due - (performance.now() - began)), undefined, { signal });
        atMs = Math.round(performance.now() - began);
        seen = await Promise.all(
          paths.map((path) =>
            plan.api.send({ step: `sample ${round + 1}`, method: 'GET', path, named: isNamed(path) }),
          ),
        );
      } catch (error) {
        if (!signal.aborted) throw error;
        // Whoever has watched for an hour wants what was seen until then.
        return { windowMs, samples, stopped: describeError(signal.reason) };
      }
      samples.push(
        ...seen.map((exchange, index) => toSample(exchange, atMs, paths[index] ?? exchange.request.path)),
      );
      progress(
        `sample ${round + 1} of ${plan.samples}: ` +
          `${seen.map((exchange) => exchange.answer?.status ?? 'no answer').join(', ')}`,
      );
    }
    return { windowMs, samples, stopped: null };
  },
});

/** What one exchange adds to the picture over time. */
export function toSample(exchange: Exchange, atMs: number, path: string): Sample {
  // Who dies while it answers has not answered.
  const answer = exchange.failure === null ? exchange.answer : null;
  const reading = answer === null ? null : readHealth(answer.body);
  const unheard = answer === null ? null : whyUnheard(exchange);
  return {
    atMs,
    path,
    status: answer?.status ?? null,
    edge: answeredByEdge(exchange),
    ...(unheard !== null && { unheard }),
    ...(answer !== null && saysThatNobodyIsThere(exchange) && { gone: true }),
    failure: answer === null ? (exchange.failure?.code ?? exchange.failure?.layer ?? 'no answer') : null,
    state: reading?.state ?? null,
    version: reading?.version ?? null,
    environment: reading?.environment ?? null,
    commit: reading?.commit ?? null,
    instance: reading?.instance ?? null,
    uptimeSeconds: reading?.uptimeSeconds ?? null,
    milliseconds: exchange.phases.total,
  };
}
