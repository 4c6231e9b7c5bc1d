/**
 * One sentence for an error and what caused it: `fetch failed: connect ECONNREFUSED 127.0.0.1:1`.
 * Aggregates name their first member; a thrown value that is no error is shown as text.
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
    const text = current instanceof Error ? current.message || current.name : String(current);
    if (!parts.some((part) => part.includes(text))) parts.push(text);
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join(': ') || 'an error without a message';
}
