/** A row as the server sends it: the JSON of `data` is text. */
export interface RawRow {
  readonly kind: string;
  readonly data: string;
}

/**
 * Reads the JSON of each row. `Row` is the caller's claim, as it is of every query: the probe's shape checks
 * what is made of it.
 */
export function readRows<Row>(rows: readonly RawRow[]): Row[] {
  return rows.map(({ kind, data }) => ({ kind, data: JSON.parse(data) as unknown }) as Row);
}

/** The one row of a kind of which there is always one. */
export function theRow<Row extends { readonly kind: string }, Kind extends Row['kind']>(
  rows: readonly Row[],
  kind: Kind,
): Extract<Row, { readonly kind: Kind }> {
  const isOfKind = (row: Row): row is Extract<Row, { readonly kind: Kind }> => row.kind === kind;
  return existing(rows.find(isOfKind));
}

/** Truths of a list, a letter each: `t` or `f`. */
export function isTrue(letters: string, place: number): boolean {
  return letters.charCodeAt(place) === trueLetter;
}

const trueLetter = 't'.charCodeAt(0);

/** What a query joined is there; were it not, the answer would be no answer. */
export function existing<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the catalog names something that it does not have');
  return found;
}
