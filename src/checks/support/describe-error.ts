/**
 * One sentence for an error and what caused it: `fetch failed: connect ECONNREFUSED 127.0.0.1:1`.
 * Aggregates name their first member; a thrown value that is no error is shown as text. The same error reads
 * the same in every run.
 */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  for (let current = error; current !== undefined && current !== null && !seen.has(current);) {
    seen.add(current);
    if (current instanceof AggregateError && current.message === '') {
      current = current.errors[0];
      continue;
    }
    const text = stable(current instanceof Error ? current.message || current.name : String(current));
    if (!parts.some((part) => part.includes(text))) parts.push(text);
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join(': ') || 'an error without a message';
}

/**
 * Without what differs from run to run: OpenSSL's errors begin with the address of a thread and end with a
 * line of its source; a local port is chosen anew each time.
 */
function stable(text: string): string {
  return (
    text
      .replace(
        /\b[0-9A-F]{8,16}:error:[0-9A-F]+:([^:\n]*):[^:\n]*:([^:\n]*)(?::[^:\n]*:\d+:[^\n]*)?\n?/g,
        '$1: $2',
      )
      .replace(/ - Local \([^)]*\)/g, '')
      // Node names no altnames where the certificate has none of that kind.
      .replace(/ is not in the cert's list:\s*$/, ' is not among them')
      .trim()
  );
}
