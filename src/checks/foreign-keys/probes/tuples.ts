/**
 * SQL that makes JSON of many small tuples, without nulls. `json_build_array` looks up the type of each
 * element anew, which takes the server longer than reading the catalog; text that is put together does not.
 * Only for numbers and for words that need no escape: names go through `json_agg`.
 */
export function tuple(...fields: readonly string[]): string {
  return `'[' || pg_catalog.concat_ws(',', ${fields.join(', ')}) || ']'`;
}

/** An `int2[]` or `oid[]`. */
export function numbers(array: string): string {
  return `pg_catalog.translate(${array}::text, '{}', '[]')`;
}

/** An `int2vector` or `oidvector`. */
export function numbersOf(vector: string): string {
  return `'[' || pg_catalog.translate(${vector}::text, ' ', ',') || ']'`;
}

/** A word without quotes and backslashes. */
export function quoted(word: string): string {
  return `'"' || ${word} || '"'`;
}

/** All tuples of the rows, in the order of `json_agg` beside it; `[]` of no rows. */
export function list(tuples: string): string {
  return `('[' || coalesce(pg_catalog.string_agg(${tuples}, ','), '') || ']')::json`;
}
