const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Milliseconds as a line of bars, the highest for the slowest; a gap is where no answer came. */
export function sparkline(milliseconds: readonly (number | null)[]): string {
  const slowest = Math.max(0, ...milliseconds.map((value) => value ?? 0));
  return milliseconds
    .map((value) =>
      value === null ? ' ' : (bars[Math.min(7, Math.floor((value / (slowest || 1)) * 8))] ?? bars[0]),
    )
    .join('');
}
