/** Schemas that a platform keeps in order itself; a pattern ends in *. Their grants are not the product's. */
export const managedSchemas = [
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
] as const;

/** For SQL's LIKE. */
export const managedSchemaPatterns: readonly string[] = managedSchemas.map((name) =>
  name.replaceAll('_', '\\_').replaceAll('*', '%'),
);
