import * as z from 'zod/mini';
import { describeLatency, summaryShape } from '../../../checks/mute/index.ts';
import type { Report } from '../../../checks/report.ts';
import { sparkline } from '../../output/sparkline.ts';

/** What --repeat measured, as far as it is drawn. */
const roundsShape = z.object({ steps: z.array(summaryShape) });
/** What --observe sampled, as far as it is drawn. */
const samplesShape = z.object({
  samples: z.array(z.object({ path: z.string(), status: z.nullable(z.number()), milliseconds: z.number() })),
});

/** How long the answers took, a line for each step or route; none where nothing was asked again and again. */
export function latencyLines({ evidence }: Report): string[] {
  const rounds = roundsShape.safeParse(evidence['latency']);
  const window = samplesShape.safeParse(evidence['observation']);
  const { samples } = window.success ? window.data : { samples: [] };
  return [
    ...(rounds.success ? rounds.data.steps.map(describeLatency) : []),
    ...[...new Set(samples.map(({ path }) => path))].map(
      (path) => `${path}  ${profile(samples.filter((sample) => sample.path === path))}`,
    ),
  ];
}

function profile(samples: z.infer<typeof samplesShape>['samples']): string {
  const times = samples.map(({ status, milliseconds }) => (status === null ? null : milliseconds));
  const sorted = times.filter((time) => time !== null).sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)];
  const summary =
    median === undefined
      ? 'no answer'
      : `median ${Math.round(median)} ms, slowest ${Math.round(sorted.at(-1) ?? median)} ms`;
  return `${sparkline(times)}  ${summary}, ${samples.length} samples`;
}
