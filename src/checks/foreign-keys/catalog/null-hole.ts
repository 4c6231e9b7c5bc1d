import { refuses, type NullPattern } from './null-check.ts';
import type { ForeignKey } from './key.ts';

/** Of many nullable columns the patterns are too many to try. */
const mostNullable = 10;

/** Composite, MATCH SIMPLE, with a nullable column: a row with one null among its columns is not checked. */
export function hasNullHole(key: ForeignKey): boolean {
  // MATCH PARTIAL was never implemented.
  return key.columns.length > 1 && key.match === 'simple' && key.columns.some(({ notNull }) => !notNull);
}

/** A CHECK on the key's table, and the numbers that its expression calls the key's columns by. */
export interface NullCheck {
  readonly expression: string;
  readonly numbers: readonly number[];
}

/**
 * The names of CHECKs that refuse every row in which these columns, by their places in the key, are null,
 * whatever else it holds.
 */
export function checksAgainstNull<Check extends NullCheck & { readonly name: string }>(
  places: readonly number[],
  checks: readonly Check[],
): string[] {
  return checks
    .filter(({ expression, numbers }) => {
      const pattern = new Map(
        places.flatMap((place) => (numbers[place] === undefined ? [] : [[numbers[place], true] as const])),
      );
      return refuses(expression, pattern);
    })
    .map(({ name }) => name);
}

/** Whether CHECK constraints refuse every row that is null in some of the key's columns and not in others. */
export function isHoleClosed(key: ForeignKey, checks: readonly NullCheck[]): boolean {
  const nullable = key.columns.flatMap(({ notNull }, place) => (notNull ? [] : [place]));
  if (checks.length === 0 || nullable.length > mostNullable) return false;
  for (let mask = 1; mask < 2 ** nullable.length; mask += 1) {
    const nulls = new Set(nullable.filter((_, bit) => (mask >> bit) % 2 === 1));
    if (nulls.size === key.columns.length) continue;
    const isRefused = checks.some(({ expression, numbers }) => {
      const pattern: NullPattern = new Map(numbers.map((number, place) => [number, nulls.has(place)]));
      return refuses(expression, pattern);
    });
    if (!isRefused) return false;
  }
  return true;
}
