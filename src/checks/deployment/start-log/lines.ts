/** A longer line is no message to a person. */
const longestLine = 2_000;

/** Colours and what else moves a terminal's cursor (ECMA-48 control sequences, and titles). */
const terminal = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]/g;

/**
 * A log as lines of plain text. Of a log in JSON, a line an object (`railway logs --json`), the time and the
 * message are kept.
 */
export function logLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.flatMap((line) => plain(line).map((each) => each.replace(terminal, '').slice(0, longestLine)));
}

function plain(line: string): string[] {
  if (!line.startsWith('{')) return [line];
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return [line];
    const { message, timestamp } = entry as Readonly<Record<string, unknown>>;
    if (typeof message !== 'string') return [line];
    const time = typeof timestamp === 'string' ? `${timestamp} ` : '';
    return message.split(/\r\n?|\n/).map((each) => time + each);
  } catch {
    return [line];
  }
}

/** What stands behind a time at the beginning of a line, as Railway and Docker write it. */
export function withoutTime(line: string): string {
  return line.replace(/^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s?/, '');
}
