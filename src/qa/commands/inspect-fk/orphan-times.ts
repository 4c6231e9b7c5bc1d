/** Counting ends before the run does, so that what was counted until then is still told. */
export function orphanTimes({
  maxDuration,
  deadline: whole,
}: {
  readonly maxDuration: number;
  readonly deadline: number;
}) {
  const maxDurationMs = Math.min(maxDuration, whole * 0.9);
  return { maxDurationMs, oneStatementMs: Math.min(60_000, maxDurationMs / 2), chunkRows: 1_000_000 };
}
