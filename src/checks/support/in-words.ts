/** `1 row`, `2 rows`; both forms are given where the plural is not a mere "s": `1 row has`, `2 rows have`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * The first `most` of a list, and how many more there are: `a, b and 3 more`. Parts that hold commas
 * themselves are kept apart by semicolons: `a, of x; b, of y; and 3 more`.
 */
export function listed(parts: readonly string[], most: number, separator = ', '): string {
  const more = parts.length - most;
  if (more <= 0) return parts.join(separator);
  const comma = separator.startsWith(';') ? ';' : '';
  return `${parts.slice(0, most).join(separator)}${comma} and ${more} more`;
}
