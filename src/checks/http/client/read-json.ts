/** No answer of the API is nested so deeply: whoever walks such a value later would run out of stack. */
const deepest = 64;

/**
 * Nor has one so many values: comparing each with what is documented would take more memory than the answer
 * itself.
 */
const most = 20_000;

/** A body's JSON, or why it is not read as such, in the words of a shape's difference. */
export type ReadJson = { readonly value: unknown } | { readonly unread: string };

/** Parses a body within bounds that no real answer reaches. Never throws. */
export function readJson(text: string): ReadJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { unread: 'expected JSON' };
  }
  let values = 0;
  const excess = (inner: unknown, level: number): string | null => {
    if (typeof inner !== 'object' || inner === null) return null;
    if (level > deepest) return `nested deeper than ${deepest} levels`;
    const members = Object.values(inner);
    values += members.length;
    if (values > most) return `more than ${most} values`;
    for (const member of members) {
      const found = excess(member, level + 1);
      if (found !== null) return found;
    }
    return null;
  };
  const unread = excess(value, 1);
  return unread === null ? { value } : { unread };
}
