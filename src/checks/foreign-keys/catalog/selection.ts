import { parseName } from '../../postgres/sql/identifier.ts';

/** Which tables are inspected: the keys from and to them. */
export type Selection =
  /** The product's tables when they exist, else every user table. */
  | { readonly kind: 'default' }
  | { readonly kind: 'all' }
  | { readonly kind: 'some'; readonly tables: readonly string[]; readonly schemas: readonly string[] };

/** A table's name, or a pattern with `*`, as the query takes it. */
export interface WantedTable {
  /** As it was written. */
  readonly text: string;
  /** Null: any schema. */
  readonly schema: string | null;
  readonly name: string;
  /** False: `schema` and `name` are patterns of LIKE. */
  readonly exact: boolean;
}

/**
 * Readings of what a person wrote, the first that names a table wins: as SQL folds it; then letter by letter,
 * since a shell takes away the quotes of `"Users"`. Null where it is no name.
 */
export function readTable(text: string): readonly WantedTable[] | null {
  const pattern = text.includes('*') && !text.includes('"');
  const read = parseName(text);
  if (read === null) return null;
  const wanted = (schema: string | null, name: string): WantedTable => ({
    text,
    schema: schema !== null && pattern ? likePattern(schema) : schema,
    name: pattern ? likePattern(name) : name,
    exact: !pattern,
  });
  const folded = wanted(read.schema?.name ?? null, read.name.name);
  if (text.includes('"') || text === text.toLowerCase()) return [folded];
  const parts = text.split('.');
  return [folded, wanted(parts.length > 1 ? (parts[0] ?? null) : null, parts.at(-1) ?? text)];
}

function likePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}
