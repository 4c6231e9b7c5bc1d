/**
 * Words that `quote_ident` quotes: every keyword that is not unreserved, of PostgreSQL 13 to 18
 * (`pg_get_keywords()`).
 */
const quotedWords = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char
  character check coalesce collate collation column concurrently constraint create cross current_catalog
    current_date
  current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
    desc distinct do
  else end except exists extract false fetch float for foreign freeze from full grant greatest group
    grouping having ilike
  in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg
    json_exists
  json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading
    least left like
  limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif
    numeric offset
  on only or order out outer overlaps overlay placing position precision primary real references returning
    right row select
  session_user setof similar smallint some substring symmetric system_user table tablesample then time
    timestamp to trailing
  treat trim true union unique user using values varchar variadic verbose when where window with
    xmlattributes xmlconcat
  xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
);

/** PostgreSQL cuts longer names with a mere notice (`NAMEDATALEN` - 1). */
export const longestNameInBytes = 63;

/**
 * A name as SQL needs it: in quotes only where it would otherwise be another name, as `quote_ident` decides.
 */
export function quoteIdentifier(name: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(name) && !quotedWords.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** `schema.table`, or `schema.table.constraint`, as SQL needs it. */
export function qualifiedName(...parts: readonly string[]): string {
  return parts.map(quoteIdentifier).join('.');
}

/** `(a, b)` */
export function columnList(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(', ')})`;
}

/** A string constant that means the same under every `standard_conforming_strings`. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}

/**
 * A dollar quote that the text does not hold, so that nothing in it ends it: a name or a literal may say
 * `$do$`.
 */
export function dollarQuote(text: string): string {
  let tag = '$do$';
  for (let time = 2; text.includes(tag); time += 1) tag = `$do${time}$`;
  return tag;
}

/** A comment of one line: a name may hold a line break, behind which its rest would be a statement. */
export function lineComment(text: string): string {
  return `-- ${text.replace(/[\r\n]+/g, ' ')}`;
}

/** One part of a name as a person wrote it. */
export interface NamePart {
  /** As the catalog has it: unquoted parts folded to lower case, quotes undone. */
  readonly name: string;
  readonly quoted: boolean;
}

/**
 * Reads `table`, `schema.table` or `"Odd.Schema"."Table"` as SQL does. Null where it is no such name: an
 * empty part, an open quote, text behind a closing quote, more than two parts.
 */
export function parseName(
  text: string,
): { readonly schema: NamePart | null; readonly name: NamePart } | null {
  const [first, second, ...more] = parseNames(text) ?? [];
  if (first === undefined || more.length > 0) return null;
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}

/** The same for any number of parts; null where the text is no name. */
export function parseNames(text: string): NamePart[] | null {
  const parts: NamePart[] = [];
  const pattern = /(?:"((?:[^"]|"")+)"|([^".]+))(\.|$)/y;
  let end = '.';
  while (end === '.') {
    const match = pattern.exec(text);
    if (match === null) return null;
    const [, quoted, bare, separator] = match;
    parts.push(
      quoted === undefined
        ? { name: foldCase(bare ?? ''), quoted: false }
        : { name: quoted.replaceAll('""', '"'), quoted: true },
    );
    end = separator ?? '';
  }
  return parts;
}

/** PostgreSQL folds ASCII letters only, in every encoding of more than one byte. */
function foldCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
