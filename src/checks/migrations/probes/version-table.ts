import * as z from 'zod/mini';
import { qualifiedName } from '../../postgres/sql/identifier.ts';
import { defineProbe } from '../../probe.ts';
import type { MigrationContext } from './context.ts';

export const versionTableShape = z.nullable(
  z.object({
    /** `host:port/name` */
    database: z.string(),
    table: z.string(),
    /**
     * Where it was looked for: the schema that was named, or the search path of this role in this database.
     */
    searched: z.array(z.string()),
    /** The schema in which it was found; null where it is in none of them. */
    schema: z.nullable(z.string()),
    /** Schemas beside those searched in which a table of that name lies. */
    elsewhere: z.array(z.string()),
    /** Its rows, sorted. */
    revisions: z.array(z.string()),
  }),
);
/** What the database says of its revisions; null where no database was given. */
export type VersionTable = z.infer<typeof versionTableShape>;

/** A branch a row; nobody has this many. */
const mostRows = 1000;

export const versionTable = defineProbe({
  name: 'versionTable',
  effect: 'read',
  shape: versionTableShape,
  observe: ({ database: source }: MigrationContext): Promise<VersionTable> => {
    if (source === null) return Promise.resolve(null);
    const { database, limits, table, schema } = source;
    return database.read(async ({ query }) => {
      const found = await query<{ readonly schema: string }>(tablesSql, [table]);
      const [settings] = await query<{ readonly path: string; readonly role: string }>(searchPathSql);
      const schemas = found.map((each) => each.schema);
      const searched = schema === null ? schemasIn(settings?.path ?? '', settings?.role ?? '') : [schema];
      const place = searched.find((each) => schemas.includes(each)) ?? null;
      const sql =
        place === null
          ? null
          : `select version_num::text as revision from ${qualifiedName(place, table)}
            order by 1 limit ${mostRows}`;
      const rows = sql === null ? [] : await query<{ readonly revision: string }>(sql);
      return {
        database: database.label,
        table,
        searched,
        schema: place,
        elsewhere: schemas.filter((each) => !searched.includes(each)),
        revisions: rows.map(({ revision }) => revision),
      };
    }, limits);
  },
});

const tablesSql = `
  select n.nspname::text as schema
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_(temp|toast)'
  order by 1`;

/** What a session of this role begins with; this transaction itself has an empty search path. */
const searchPathSql = `
  select reset_val as path, current_user::text as role
  from pg_catalog.pg_settings where name = 'search_path'`;

/** `"$user", public` as names of schemas. */
function schemasIn(path: string, role: string): string[] {
  const names = [...path.matchAll(/"((?:[^"]|"")*)"|([^",\s]+)/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare.toLowerCase(),
  );
  return [...new Set(names.map((name) => (name === '$user' ? role : name)))];
}
