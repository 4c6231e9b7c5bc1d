import type { Observation } from '../checks/index.ts';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Milliseconds as a line of bars, the highest for the slowest; a gap is where no answer came. */
export function sparkline(milliseconds: readonly (number | null)[]): string {
  const slowest = Math.max(0, ...milliseconds.map((value) => value ?? 0));
  return milliseconds
    .map((value) => (value === null ? ' ' : (bars[Math.min(7, Math.floor((value / (slowest || 1)) * 8))] ?? bars[0])))
    .join('');
}

/** One line for each route that was observed: its latencies over time, median and slowest. */
export function latencyProfile(observation: Observation | undefined): string[] {
  const samples = observation?.samples ?? [];
  return [...new Set(samples.map(({ path }) => path))].map((path) => {
    const route = samples.filter((sample) => sample.path === path);
    const times = route.map(({ status, milliseconds }) => (status === null ? null : milliseconds));
    const sorted = times.filter((time) => time !== null).sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)];
    const summary = median === undefined ? 'no answer' : `median ${Math.round(median)} ms, slowest ${Math.round(sorted.at(-1) ?? median)} ms`;
    return `${path}  ${sparkline(times)}  ${summary}, ${route.length} samples`;
  });
}
