/** What a health body must hold at a place, as `--expect-json /pointer=value` says it. */
export interface ExpectedValue {
  /** A JSON Pointer (RFC 6901): `/checks/database/status`. */
  readonly pointer: string;
  readonly value: string | number | boolean | null;
}

/** What stands at the pointer; undefined where nothing does. */
export function valueAt(json: unknown, pointer: string): unknown {
  let current = json;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}
