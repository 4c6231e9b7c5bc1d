import { columnList, qualifiedName, quoteIdentifier } from '../../postgres/sql/identifier.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { columnNames, tableName } from '../catalog/names.ts';
import { rowsOf } from './orphan-sql.ts';

/** What can be done about orphans: one of these, never all. */
export interface OrphanChoice {
  readonly what: string;
  /** Each can be pasted; the last one again until it changes no row. */
  readonly sql: readonly string[];
}

/** So many rows at once: a short transaction holds nobody up for long. */
const batchRows = 10_000;

/**
 * `query` shows the orphans; `parentNeeds` are the parent's columns that a new row must have besides those
 * that the key references, null where that is not known.
 */
export function orphanChoices(
  key: ForeignKey,
  query: string,
  parentNeeds: readonly string[] | null,
): OrphanChoice[] {
  const rows = rowsOf(query);
  const child = `${key.partitioned ? '' : 'only '}${tableName(key)} as c`;
  const batch = `(c.tableoid, c.ctid) in (\n  select c.tableoid, c.ctid ${rows}\n  limit ${batchRows}\n)`;
  const backup = qualifiedName(key.schema, backupName(key.table));
  const nullable = columnNames(key.columns.filter(({ notNull }) => !notNull));
  const parents = columnNames(key.references.columns);
  return [
    {
      what: `delete them, ${batchRows} at a time, and keep them in ${backup}`,
      sql: [
        `create table if not exists ${backup} (like ${tableName(key)});`,
        `with gone as (delete from ${child} where ${batch} returning c.*)\n` +
          `insert into ${backup} select * from gone;`,
      ],
    },
    ...(nullable.length === 0 || (key.match === 'full' && nullable.length < key.columns.length)
      ? []
      : [
          {
            what: `set ${nullable.join(', ')} to null, ${batchRows} rows at a time`,
            sql: [
              `update ${child} set ${nullable.map((name) => `${quoteIdentifier(name)} = null`).join(', ')} ` +
                `where ${batch};`,
            ],
          },
        ]),
    ...(key.period || parentNeeds === null || parentNeeds.length > 0 || key.match === 'full'
      ? []
      : [
          {
            what: `insert the parents that they reference into ${tableName(key.references)}`,
            sql: [
              `insert into ${tableName(key.references)} ${columnList(parents)}\nselect distinct ` +
                `${columnNames(key.columns)
                  .map((name) => `c.${quoteIdentifier(name)}`)
                  .join(', ')} ${rows}\non conflict do nothing;`,
            ],
          },
        ]),
  ];
}

/** Names are cut at 63 bytes; the letters of this one are kept whole. */
function backupName(table: string): string {
  let kept = table;
  while (new TextEncoder().encode(kept).length > 55) kept = [...kept].slice(0, -1).join('');
  return `${kept}_orphans`;
}
