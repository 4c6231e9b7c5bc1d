import * as z from 'zod/mini';

export const summaryShape = z.object({
  step: z.string(),
  /** Answered requests; one without an answer has no duration. */
  count: z.number(),
  /** Milliseconds; null without a single answer. */
  p50: z.nullable(z.number()),
  p95: z.nullable(z.number()),
  max: z.nullable(z.number()),
  /** Eight buckets of equal width from the shortest to the longest, in milliseconds. */
  histogram: z.array(z.object({ fromMs: z.number(), toMs: z.number(), count: z.number() })),
});
export type LatencySummary = z.infer<typeof summaryShape>;

const buckets = 8;

/** Percentiles by the nearest-rank method, so that each is a duration that was really measured. */
export function summarise(step: string, durations: readonly number[]): LatencySummary {
  const sorted = durations.toSorted((left, right) => left - right);
  const [shortest] = sorted;
  const longest = sorted.at(-1);
  const rank = (share: number): number | null =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  const summary = { step, count: sorted.length, p50: rank(0.5), p95: rank(0.95), max: longest ?? null };
  if (shortest === undefined || longest === undefined) return { ...summary, histogram: [] };
  const width = (longest - shortest) / buckets || 1;
  const histogram = Array.from({ length: buckets }, (_, index) => ({
    fromMs: shortest + index * width,
    toMs: shortest + (index + 1) * width,
    count: 0,
  }));
  for (const duration of sorted) {
    const bucket = histogram[Math.min(buckets - 1, Math.floor((duration - shortest) / width))];
    if (bucket) bucket.count += 1;
  }
  return { ...summary, histogram };
}

const bars = '▁▂▃▄▅▆▇█';

/** `mute theme  p50 12 ms  p95 30 ms  max 41 ms  ▁▇▂▁▁▁▁▁ 9–41 ms`. */
export function describeLatency({ step, count, p50, p95, max, histogram }: LatencySummary): string {
  if (count === 0) return `${step}: not one answer`;
  const round = (value: number | null): string =>
    `${(value ?? 0).toFixed(value !== null && value < 10 ? 1 : 0)} ms`;
  const highest = Math.max(...histogram.map((bucket) => bucket.count));
  const shape = histogram.map((bucket) =>
    bucket.count === 0 ? ' ' : bars[Math.ceil((bucket.count / highest) * bars.length) - 1],
  );
  return (
    `${step} (${count}): p50 ${round(p50)}, p95 ${round(p95)}, max ${round(max)} ` +
    `|${shape.join('')}| from ${round(histogram[0]?.fromMs ?? null)}`
  );
}
