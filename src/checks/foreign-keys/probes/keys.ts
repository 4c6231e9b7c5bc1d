import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { ForeignKeyContext } from './context.ts';
import { expectationShape, type Expectation } from '../expectations/expectation.ts';
import { foreignKeyShape } from '../catalog/key.ts';
import { passedOverReason } from '../catalog/selection.ts';
import { versionText } from '../../postgres/session/version.ts';
import { withoutCopy } from '../../support/without-copy.ts';
import type { KeysRow, Match } from './key-lists.ts';
import { readKeys } from './key-rows.ts';
import { readRows, type RawRow } from './rows.ts';
import { keysQuery } from './keys.sql.ts';
import { wantedBy, type Wanted } from './wanted.ts';

const relationShape = z.object({ schema: z.string(), table: z.string() });

/** A table that an expectation names, as the database has it. */
const expectedTableShape = z.extend(relationShape, {
  columns: z.array(z.string()),
  /** Those of the columns, of a domain the type that it rests on. */
  types: z.array(z.string()),
  partitioned: z.boolean(),
  /** Why it is never inspected (a foreign table), or null. */
  leftOut: z.nullable(z.string()),
  /** What a key can reference: the columns of each unique index of all its rows, by name. */
  uniques: z.array(z.array(z.string())),
});

const schemaShape = z.object({ schema: z.string(), tables: z.number() });

/** Expectations with what their names mean in this database. */
const expectedShape = z.object({
  expectation: expectationShape,
  /** Null where there is no such table. */
  child: z.nullable(expectedTableShape),
  parent: z.nullable(expectedTableShape),
  /**
   * Tables that a name without a schema could mean, where it means several; then `child` or `parent` is null.
   */
  ambiguous: z.array(relationShape),
  /**
   * Why it is not judged: another table was asked for, or the product's expectations meet a database that is
   * not the product's.
   */
  setAside: z.nullable(z.enum(['not-selected', 'not-the-product'])),
});
export type Expected = z.infer<typeof expectedShape>;

export const keysShape = z.object({
  /** `server_version_num`: 150018. */
  version: z.number(),
  /** True on a hot standby. */
  standby: z.boolean(),
  /** The server's version in words, and the role that looked. */
  server: z.object({ version: z.string(), role: z.string() }),
  /** How many tables were inspected. */
  tables: z.number(),
  /** Where they are. */
  schemas: z.array(schemaShape),
  /** Schemas whose tables were passed over: a platform manages them, or the user said so. */
  schemasLeftOut: z.array(z.extend(schemaShape, { reason: z.string() })),
  /** Tables that are never inspected (temporary, foreign, an extension's), and why. */
  leftOut: z.array(z.extend(relationShape, { reason: z.string() })),
  /** Table arguments that name no table, and schemas that do not exist. */
  unmatched: z.array(z.string()),
  /** Table arguments that name only tables that are never inspected, and why. */
  notInspected: z.array(z.object({ table: z.string(), reason: z.string() })),
  expectations: z.array(expectedShape),
  /** True where the expectations are all keys that there should be. */
  complete: z.boolean(),
  /** Ordered by schema, table and name. */
  keys: withoutCopy(z.array(foreignKeyShape)),
  /** How many more there are, where a report keeps them as a count: nothing was found of them. */
  healthyKeys: z.optional(z.number()),
});
export type Keys = z.infer<typeof keysShape>;

/**
 * One catalog query: all keys from and to the selected tables, and what the expectations' names mean here.
 */
export const keys = defineProbe({
  name: 'keys',
  effect: 'read',
  shape: keysShape,
  async observe({ database, limits, selection, expectations }: ForeignKeyContext): Promise<Keys> {
    const wanted = wantedBy({ selection, expectations });
    const { version, standby, raw } = await database.read(
      async (session) => {
        const found = await session.query<RawRow>(keysQuery(session.version), wanted.parameters);
        return { version: session.version, standby: session.standby, raw: found };
      },
      { ...limits, workMemory: '16MB' },
    );
    const rows = readRows<KeysRow>(raw);

    const inspected = rows.flatMap((row) => (row.kind === 'inspected' ? [row.data] : []));
    const found = new Map<number, Match[]>();
    for (const row of rows) {
      if (row.kind === 'match')
        found.set(row.data.position, [...(found.get(row.data.position) ?? []), row.data]);
    }
    const matchesOf = ({ position }: Wanted): readonly Match[] => found.get(position) ?? [];
    const argued = new Set(
      wanted.arguments.flatMap(matchesOf).map(({ schema, table }) => `${schema}.${table}`),
    );
    const isSelected = ({ schema, table }: Match): boolean =>
      selection.kind !== 'some' || argued.has(`${schema}.${table}`) || selection.schemas.includes(schema);

    return {
      version,
      standby,
      server: rows.find((row) => row.kind === 'server')?.data ?? { version: versionText(version), role: '' },
      tables: inspected.reduce((sum, { tables }) => sum + tables, 0),
      schemas: inspected,
      schemasLeftOut: rows.flatMap((row) =>
        row.kind === 'passed-over'
          ? [{ ...row.data, reason: passedOverReason(row.data.schema, selection) }]
          : [],
      ),
      leftOut: rows.flatMap((row) => (row.kind === 'left-out' ? [row.data] : [])),
      unmatched: [
        ...wanted.arguments.filter((table) => matchesOf(table).length === 0).map(({ table }) => table),
        ...(selection.kind === 'some'
          ? selection.schemas.filter(
              (name) => !rows.some((row) => row.kind === 'schema' && row.data === name),
            )
          : []),
      ],
      notInspected: wanted.arguments.flatMap((argument) => {
        const matches = matchesOf(argument);
        const reason = matches.every(({ leftOut }) => leftOut !== null) ? matches[0]?.leftOut : null;
        return reason ? [{ table: argument.table, reason }] : [];
      }),
      expectations: wanted.expected.map(({ expectation, child, parent }) => {
        const children = matchesOf(child);
        const parents = matchesOf(parent);
        const setAside =
          expectations.builtIn && children.length === 0 && !parents.some(canBeReferenced(expectation))
            ? 'not-the-product'
            : [...children, ...parents].some(isSelected) || selection.kind !== 'some'
              ? null
              : 'not-selected';
        return {
          expectation,
          child: only(children),
          parent: only(parents),
          ambiguous: [children, parents].flatMap((tables) =>
            tables.length > 1 ? tables.map(({ schema, table }) => ({ schema, table })) : [],
          ),
          setAside,
        };
      }),
      complete: expectations.complete,
      keys: readKeys(rows),
    };
  },
});

/**
 * Whether a table is the expected parent, as far as can be seen where the child is gone: a unique key as
 * expected.
 */
function canBeReferenced({ references }: Expectation): (match: Match) => boolean {
  const wanted = new Set(references.columns);
  return ({ uniques }) =>
    (uniques ?? []).some(
      (columns) => columns.length === wanted.size && columns.every((column) => wanted.has(column)),
    );
}

function only(tables: readonly Match[]): Expected['child'] {
  const [first, ...others] = tables;
  if (first === undefined || others.length > 0) return null;
  const { schema, table, partitioned, leftOut } = first;
  return {
    schema,
    table,
    partitioned,
    leftOut,
    columns: first.columns ?? [],
    types: first.types ?? [],
    uniques: first.uniques ?? [],
  };
}
