/**
 * The value with every text inside redacted, so that masking cannot break the syntax of a format. What holds
 * no secret is not copied: a report may be large.
 */
export function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null || !holdsSecret(value, redact)) return value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redacted(item, redact)]),
  );
}

/** Whether anything inside would be changed. Makes nothing, since the answer is nearly always no. */
function holdsSecret(value: unknown, redact: (text: string) => string): boolean {
  if (typeof value === 'string') return redact(value) !== value;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => holdsSecret(item, redact));
  // Plain data inherits nothing, and this way no list of keys is made.
  for (const key in value) {
    if (redact(key) !== key || holdsSecret((value as Record<string, unknown>)[key], redact)) return true;
  }
  return false;
}
