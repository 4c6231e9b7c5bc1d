/**
 * SQL that makes one JSON list, as text, of a column of many rows. Putting the text together takes the server
 * a third of the time of `json_agg`, and of what an object or a list for each row takes both sides less than
 * that. Only for numbers that are not null.
 */
export function series(number: string): string {
  return `'[' || coalesce(pg_catalog.string_agg(${number}::text, ','), '') || ']'`;
}

/** Of names, which may need an escape. */
export function names(name: string): string {
  return `coalesce(pg_catalog.json_agg(${name})::text, '[]')`;
}

/** Of single letters: one text in quotes, a letter a row. */
export function letters(letter: string): string {
  return `'"' || coalesce(pg_catalog.string_agg(${letter}::text, ''), '') || '"'`;
}

/** Of truths: one text in quotes, `t` or `f` a row. */
export function truths(truth: string): string {
  return letters(`case when ${truth} then 't' else 'f' end`);
}

/** A JSON object, as text, of members that are text of JSON. */
export function object(members: Readonly<Record<string, string>>): string {
  const written = Object.entries(members).map(([name, text]) => `'"${name}":' || ${text}`);
  return `'{' || ${written.join(" || ',' || ")} || '}'`;
}

/** One tuple of numbers, or of lists of numbers. */
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
