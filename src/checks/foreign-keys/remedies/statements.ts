import {
  columnList,
  lineComment,
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
} from '../../postgres/sql/identifier.ts';
import { shellWord } from '../../support/shell.ts';
import { has } from '../../postgres/session/version.ts';
import { columnPairs, columnSet } from '../expectations/compare.ts';
import type { Expectation } from '../expectations/expectation.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { columnNames, expectedName, expectedTable, tableName } from '../catalog/names.ts';
import type { Expected } from '../probes/keys.ts';
import { withShortLock } from '../../postgres/sql/short-lock.ts';

/** A key as SQL defines it. */
export interface KeyDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly partitioned: boolean;
  readonly columns: readonly string[];
  readonly references: {
    readonly schema: string;
    readonly table: string;
    readonly columns: readonly string[];
  };
  readonly match: NonNullable<Expectation['match']>;
  readonly onUpdate: NonNullable<Expectation['onUpdate']>;
  readonly onDelete: NonNullable<Expectation['onDelete']>;
  readonly onDeleteColumns: readonly string[];
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** PERIOD stands before the last column of both sides. */
  readonly period: boolean;
  readonly comment: string | null;
  /** Where it is to stay NOT ENFORCED (PostgreSQL 18). */
  readonly unenforced?: boolean;
}

export function definitionOf(key: ForeignKey): KeyDefinition {
  const { schema, table } = key.references;
  return {
    ...key,
    columns: columnNames(key.columns),
    references: { schema, table, columns: columnNames(key.references.columns) },
  };
}

/** What is expected; what the expectation leaves open is as `base` has it, or as SQL has it by default. */
export function definitionExpected(expected: Expected, base: ForeignKey | null): KeyDefinition {
  const { expectation } = expected;
  const kept = base === null ? null : definitionOf(base);
  return {
    ...expectedTable(expectation.table, expected.child),
    name: base?.name ?? expectedName(expected),
    partitioned: base?.partitioned ?? expected.child?.partitioned ?? false,
    columns: expectation.columns,
    references: {
      ...expectedTable(expectation.references.table, expected.parent),
      columns: expectation.references.columns,
    },
    match: expectation.match ?? kept?.match ?? 'simple',
    onUpdate: expectation.onUpdate ?? kept?.onUpdate ?? 'no action',
    onDelete: expectation.onDelete ?? kept?.onDelete ?? 'no action',
    onDeleteColumns: expectation.onDeleteColumns ?? kept?.onDeleteColumns ?? [],
    // Who expects it to be checked at once says nothing of whether it may be deferred.
    deferrable:
      expectation.deferrable ?? (expectation.initiallyDeferred === true || (kept?.deferrable ?? false)),
    initiallyDeferred:
      expectation.initiallyDeferred ??
      (expectation.deferrable === false ? false : (kept?.initiallyDeferred ?? false)),
    period: expectation.period ?? kept?.period ?? false,
    comment: base?.comment ?? null,
  };
}

/** ADD … NOT VALID, then VALIDATE: writes are held up for the first only, and that one reads no rows. */
export function addKey(definition: KeyDefinition, version: number): string[] {
  return [
    withShortLock([
      '-- takes SHARE ROW EXCLUSIVE on both tables',
      `alter table ${tableName(definition)}\n  ${addClause(definition, version)};`,
    ]),
    ...validation(definition, version),
  ];
}

/**
 * One statement drops the old key and adds the new one: no moment with neither, none in which writes must
 * satisfy both.
 */
export function swapKey(
  definition: KeyDefinition,
  version: number,
  { validate = true }: { readonly validate?: boolean } = {},
): string[] {
  return [
    withShortLock([
      '-- takes ACCESS EXCLUSIVE on the tables of the old key and SHARE ROW EXCLUSIVE on those of ' +
        'the new one',
      `alter table ${tableName(definition)}\n  drop constraint ` +
        `${quoteIdentifier(definition.name)},\n  ${addClause(definition, version)};`,
      ...(definition.comment === null
        ? []
        : [
            `comment on constraint ${quoteIdentifier(definition.name)} on ${tableName(definition)} ` +
              `is ${quoteLiteral(definition.comment)};`,
          ]),
    ]),
    ...(validate ? validation(definition, version) : []),
  ];
}

/** Whether a swap would change anything. */
export function differs(a: KeyDefinition, b: KeyDefinition): boolean {
  const facts = (key: KeyDefinition) => [
    columnPairs(key.columns, key.references.columns),
    key.references.schema,
    key.references.table,
    key.match,
    key.onUpdate,
    key.onDelete,
    columnSet(key.onDeleteColumns),
    key.deferrable,
    key.initiallyDeferred,
    key.period,
  ];
  return JSON.stringify(facts(a)) !== JSON.stringify(facts(b));
}

export function dropKey(key: ForeignKey): string[] {
  return [
    withShortLock([
      '-- takes ACCESS EXCLUSIVE on both tables',
      `alter table ${tableName(key)} drop constraint ${quoteIdentifier(key.name)};`,
    ]),
  ];
}

export function validateKey(key: Pick<ForeignKey, 'schema' | 'table' | 'name'>): string {
  return (
    `${lineComment(
      `takes SHARE UPDATE EXCLUSIVE on ${tableName(key)} and ROW SHARE on the referenced table; ` +
        'reads both whole',
    )}\nalter ` + `table ${tableName(key)} validate constraint ${quoteIdentifier(key.name)};`
  );
}

/**
 * The command line that plans, and with `--apply` makes, what the statements above do, and looks first.
 * `subject` is `schema.table.constraint`.
 */
export function repairCommand(subject: string): string {
  return `qa repair-fk ${shellWord(subject)}`;
}

/** `add constraint … foreign key …`, NOT VALID where the server can. */
export function addClause(definition: KeyDefinition, version: number): string {
  const { references, match, onUpdate, onDelete, onDeleteColumns, deferrable, initiallyDeferred } =
    definition;
  return [
    `add constraint ${quoteIdentifier(definition.name)} foreign key ` +
      `${keyColumns(definition.columns, definition.period)}`,
    `references ${qualifiedName(references.schema, references.table)} ` +
      `${keyColumns(references.columns, definition.period)}`,
    match !== 'simple' && `match ${match}`,
    onUpdate !== 'no action' && `on update ${onUpdate}`,
    onDelete !== 'no action' &&
      `on delete ${onDelete}${onDeleteColumns.length > 0 ? ` ${columnList(onDeleteColumns)}` : ''}`,
    deferrable && 'deferrable',
    initiallyDeferred && 'initially deferred',
    definition.unenforced ? 'not enforced' : mayBeUnvalidated(definition, version) && 'not valid',
  ]
    .filter(Boolean)
    .join(' ');
}

function keyColumns(columns: readonly string[], period: boolean): string {
  const quoted = columns.map(quoteIdentifier);
  const last = columns.length - 1;
  const parts = quoted.map((column, index) => (period && index === last ? `period ${column}` : column));
  return `(${parts.join(', ')})`;
}

/** Before PostgreSQL 18 the key of a partitioned table is validated as it is added. */
export function mayBeUnvalidated({ partitioned }: KeyDefinition, version: number): boolean {
  return !partitioned || has(version, 'unvalidatedPartitionedKeys');
}

function validation(definition: KeyDefinition, version: number): string[] {
  const isChecked = !definition.unenforced && mayBeUnvalidated(definition, version);
  return isChecked ? [validateKey(definition)] : [];
}
