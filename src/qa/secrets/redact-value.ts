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
  // The same few names, item after item.
  const places = new Map<string | undefined, Place>();
  const isChanged = (): boolean => {
    const text = lines.join('\n');
    lines = [];
    length = 0;
    return redact(text) !== text;
  };
  const isChangedBy = (text: string): boolean => {
    lines.push(text);
    length += text.length;
    return length > lookLength && isChanged();
  };
  /** The place of what stands under a name; null where the name itself would be changed. */
  const placeOf = (name: string | undefined): Place | null => {
    const known = places.get(name);
    if (known !== undefined) return known;
    if (name !== undefined && isChangedBy(name)) return null;
    const place = { name, isTelling: name !== undefined && telling.test(name), last: null };
    places.set(name, place);
    return place;
  };
  const visit = (part: unknown, place: Place): boolean => {
    if (typeof part === 'string') {
      if (part === place.last) return false;
      place.last = part;
      // Under such a name a text may be a secret as a whole, which it is nowhere else.
      return (place.isTelling && redact(part, place.name) !== part) || isChangedBy(part);
    }
    if (typeof part !== 'object' || part === null) return false;
    if (Array.isArray(part)) return part.some((each) => visit(each, place));
    // Plain data inherits nothing, and this way no list of keys is made.
    for (const key in part) {
      const below = placeOf(key);
      if (below === null || visit((part as Record<string, unknown>)[key], below)) return true;
    }
    return false;
  };
  const whole = placeOf(within);
  return whole === null || visit(value, whole) || isChanged();
}

/** What stands under one name, in item after item. */
interface Place {
  readonly name: string | undefined;
  /** Whether a secret can stand there as a whole. */
  readonly isTelling: boolean;
  /** The text that stood there last: from one finding to the next most of it stays. */
  last: string | null;
}
