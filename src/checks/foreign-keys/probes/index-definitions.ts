import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { ForeignKeyContext } from './context.ts';
import { indexes } from './indexes.ts';

export const indexDefinitionsShape = z.array(
  z.object({
    schema: z.string(),
    name: z.string(),
    /** CREATE UNIQUE INDEX …, as the server writes it. */
    definition: z.string(),
    /** Its WHERE, or null. */
    predicate: z.nullable(z.string()),
  }),
);
export type IndexDefinitions = z.infer<typeof indexDefinitionsShape>;

/**
 * How invalid unique indexes are built again. The server writes a definition only once nobody holds ACCESS
 * EXCLUSIVE on the table: where somebody does, there is none.
 */
export const indexDefinitions = defineProbe({
  name: 'indexDefinitions',
  effect: 'read',
  shape: indexDefinitionsShape,
  needs: { indexes },
  async observe({ database, limits }: ForeignKeyContext, { indexes: { indexes: seen } }) {
    const definitions: IndexDefinitions = [];
    for (const { schema, name } of seen.filter(
      (index) => !index.valid && index.unique && !index.partitioned,
    )) {
      const found = await database
        .read((session) => session.query<IndexDefinitions[number]>(definitionQuery, [schema, name]), limits)
        .catch(() => []);
      definitions.push(...found);
    }
    return definitions;
  },
});

const definitionQuery = `
select n.nspname as schema, c.relname as name, pg_catalog.pg_get_indexdef(c.oid) as definition,
  pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_index as i on i.indexrelid = c.oid
where n.nspname = $1 and c.relname = $2`;
