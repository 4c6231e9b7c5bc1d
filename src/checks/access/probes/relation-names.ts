import { qualifiedName } from '../../postgres/sql/identifier.ts';
import type { Database, ReadLimits } from '../../postgres/session/session.ts';

/** As many as a name that was mistyped is compared with. */
const most = 20_000;

/**
 * What there is beside a name that there is not, as SQL writes it: schemas, tables, and tables with their
 * schema. Empty where it could not be read: it is a help, and never the answer.
 */
export async function relationNames(database: Database, limits: ReadLimits): Promise<string[]> {
  try {
    const rows = await database.read(
      ({ query }) => query<{ readonly schema: string; readonly name: string }>(namesQuery),
      limits,
    );
    return [
      ...new Set(
        rows.flatMap(({ schema, name }) => [
          qualifiedName(name),
          qualifiedName(schema, name),
          qualifiedName(schema),
        ]),
      ),
    ];
  } catch {
    return [];
  }
}

const namesQuery = `
select n.nspname::text as schema, c.relname::text as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
  and n.nspname !~ '^pg_(toast|temp)'
order by n.nspname <> 'public', 1, 2
limit ${most}`;
