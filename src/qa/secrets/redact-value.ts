/**
 * The value with every text inside redacted, so that masking cannot break the syntax of a format. What holds
 * no secret is not copied: a report may be large.
 */
export function redacted(value: unknown, redact: Redact, key?: string): unknown {
  if (typeof value === 'string') return redact(value, key);
  if (typeof value !== 'object' || value === null || !holdsSecret(value, redact, key)) return value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact, key));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name), redacted(item, redact, name)]),
  );
}

/** What a text becomes; `key` is the name under which it stands as a whole. */
type Redact = (text: string, key?: string) => string;

/** Names under which a secret, or a header of the user's, can stand; most names are neither. */
const telling = /pass|pwd|secret|token|key|credential|authorization|-/i;

/** Letters that are looked through at once: each look has a price, whatever its length. */
const lookLength = 16_384;

/**
 * Whether anything inside would be changed. Texts are looked through many at once, a line each: no secret and
 * no pattern reaches over the end of a line, so a clean whole has only clean parts.
 */
function holdsSecret(value: object, redact: Redact, within?: string): boolean {
  let lines: string[] = [];
  let length = 0;
  // The same few, item after item.
  const names = new Set<string>();
  /** What stood last under each name: of one finding to the next most of it stays. */
  const before = new Map<string | undefined, string>();
  const isChanged = (): boolean => {
    const text = lines.join('\n');
    lines = [];
    length = 0;
    return redact(text) !== text;
  };
  const visit = (part: unknown, name?: string): boolean => {
    if (typeof part === 'string') {
      if (before.get(name) === part) return false;
      before.set(name, part);
      // Under such a name a text may be a secret as a whole, which it is nowhere else.
      if (name !== undefined && telling.test(name) && redact(part, name) !== part) return true;
      lines.push(part);
      length += part.length;
      return length > lookLength && isChanged();
    }
    if (typeof part !== 'object' || part === null) return false;
    if (Array.isArray(part)) return part.some((each) => visit(each, name));
    // Plain data inherits nothing, and this way no list of keys is made.
    for (const key in part) {
      if (!names.has(key) && visit(key)) return true;
      names.add(key);
      if (visit((part as Record<string, unknown>)[key], key)) return true;
    }
    return false;
  };
  return visit(value, within) || isChanged();
}
