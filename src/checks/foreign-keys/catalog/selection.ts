import { parseName } from '../../postgres/sql/identifier.ts';

/** Which tables are inspected: the keys from and to them. */
export type Selection = {
  /** Schemas whose tables are passed over, names or patterns with `*`. */
  readonly without?: readonly string[];
} & (
  | {
      /** `default`: every user table but those of `managedSchemas`; `all`: those too. */
      readonly kind: 'default' | 'all';
    }
  | { readonly kind: 'some'; readonly tables: readonly string[]; readonly schemas: readonly string[] }
);

/** Schemas that a platform or an extension makes and looks after, not the people whose database it is. */
export const managedSchemas: readonly string[] = [
  'auth',
  'storage',
  'realtime',
  'vault',
  'cron',
  'extensions',
  'graphql',
  'graphql_public',
  'supabase_*',
  'pgsodium',
  'net',
  'hdb_catalog',
  '_timescaledb_*',
  'repack',
  'partman',
  'pglogical',
];

/** The schemas that this selection passes over. */
export function passedOver({ kind, without = [] }: Selection): readonly string[] {
  return [...(kind === 'default' ? managedSchemas : []), ...without];
}

/** Why a schema that is among them is passed over. */
export function passedOverReason(schema: string, { without = [] }: Selection): string {
  const isNamed = without.some((pattern) =>
    new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 's').test(schema),
  );
  return isNamed ? 'as --exclude-schema asks' : 'managed by the platform; --all includes it';
}

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

/** As LIKE has it. */
export function likePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
