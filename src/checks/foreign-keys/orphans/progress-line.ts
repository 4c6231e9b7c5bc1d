/** How far a count has come. */
export interface Progress {
  /** The key that is counted. */
  readonly key: string;
  readonly rowsSeen: number;
  /** Of those, seen by this run; an earlier one may have begun. */
  readonly rowsNow: number;
  /** The planner's estimate of all rows; null where it has none. */
  readonly estimatedRows: number | null;
  readonly orphans: number;
  /** Milliseconds since this run began to count the key. */
  readonly elapsedMs: number;
}

const grouped = new Intl.NumberFormat('en-US').format;

/**
 * `public.a.b_fkey: 12 % (1,200,000 of about 10,000,000 rows), 350,000/s, 25 s to go, 3 orphans`. More rows
 * than estimated are more, and neither a percentage nor a time is made up for them. Pure.
 */
export function progressLine({
  key,
  rowsSeen,
  rowsNow,
  estimatedRows,
  orphans,
  elapsedMs,
}: Progress): string {
  const rate = elapsedMs > 0 ? (rowsNow / elapsedMs) * 1000 : 0;
  const known = estimatedRows !== null && estimatedRows >= rowsSeen ? estimatedRows : null;
  const of = known === null ? '' : ` of about ${grouped(known)}`;
  const percent = known === null || known === 0 ? null : Math.floor((rowsSeen / known) * 100);
  const rows = `${grouped(rowsSeen)}${of} rows`;
  return [
    `${key}: ${percent === null ? rows : `${percent} % (${rows})`}`,
    ...(rate > 0 ? [`${grouped(Math.round(rate))}/s`] : []),
    ...(rate > 0 && known !== null ? [`${duration((known - rowsSeen) / rate)} to go`] : []),
    `${grouped(orphans)} ${orphans === 1 ? 'orphan' : 'orphans'}`,
  ].join(', ');
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
