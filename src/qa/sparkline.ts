const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Milliseconds as a line of bars, the highest for the slowest; a gap is where no answer came. */
export function sparkline(milliseconds: readonly (number | null)[]): string {
  const slowest = Math.max(0, ...milliseconds.map((value) => value ?? 0));
  return milliseconds
    .map((value) => (value === null ? ' ' : (bars[Math.min(7, Math.floor((value / (slowest || 1)) * 8))] ?? bars[0])))
    .join('');
}

/** The value below which `share` (0 to 1) of the values lie; null without values. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
