import Table from 'cli-table3';

/** A value longer than this is cut: a grid is for comparing, and the whole stands in the report. */
const longest = 40;

/** Rows side by side for comparison; null where they are wider than the place that they are for. */
export function grid(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[] | null {
  const drawn = new Table({ head: head.map(cell), style: { head: [], border: [], compact: true } });
  for (const row of rows) drawn.push(row.map(cell));
  const lines = drawn.toString().split('\n');
  return lines.some((line) => [...line].length > columns) ? null : lines;
}

function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
