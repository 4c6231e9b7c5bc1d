import type { Verdict } from '../../finding.ts';
import { quoteIdentifier } from '../../postgres/sql/identifier.ts';
import type { Scope } from '../../report.ts';
import { selectedKeys } from '../expectations/compare.ts';
import { tableName } from '../catalog/names.ts';
import type { Keys } from '../probes/keys.ts';
import type { Orphans } from '../probes/orphans.ts';
import { counted } from '../../support/in-words.ts';

/** What an inspection of foreign keys looked at, and what it passed over. */
export function foreignKeyScope(seen: Keys, orphans: Orphans | null): Scope {
  const counts = orphans?.asked ? orphans.counts : null;
  return {
    server: `PostgreSQL ${seen.server.version}`,
    role: seen.server.role,
    schemas: seen.schemas.map(({ schema }) => schema),
    tables: seen.tables,
    keys: selectedKeys(seen.keys).length,
    rows:
      counts?.reduce(
        (sum, { complete, rowsSeen, estimatedRows }) =>
          sum + (rowsSeen ?? (complete ? (estimatedRows ?? 0) : 0)),
        0,
      ) ?? null,
    requests: null,
    leftOut: [
      ...seen.schemasLeftOut.map(({ schema, tables, reason }) => ({
        what: `the schema ${quoteIdentifier(schema)} (${counted(tables, 'table')})`,
        reason,
      })),
      ...seen.leftOut.map((table) => ({ what: `the table ${tableName(table)}`, reason: table.reason })),
      ...(seen.expectations.some(({ setAside }) => setAside === 'not-the-product')
        ? [{ what: "the product's expected keys", reason: "this is not the product's database" }]
        : []),
    ],
  };
}

/**
 * Where there was no key to look at, no check is clear: a wrong or empty database must not pass for a sound
 * one. A missing key that is expected is found all the same.
 */
export function neverGreenOnNothing(verdicts: readonly Verdict[], { keys, tables }: Keys): Verdict[] {
  if (keys.length > 0) return [...verdicts];
  const reason =
    tables === 0
      ? 'There is no table to look at: is this the right database, and the right selection?'
      : 'There is no foreign key from or to what was looked at ' +
        `(${counted(tables, 'table')}): is this the right database?`;
  return verdicts.map((verdict) =>
    verdict.status === 'clear' ? { ...verdict, status: 'unknown', reason } : verdict,
  );
}
